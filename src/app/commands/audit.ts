import { z } from "zod";
import { AUDIT_KINDS, type AuditHead, type AuditRecord, type AuditVerdict } from "../../store/index.ts";
import { defineCommand } from "../command.ts";

/** A record with its time as ISO 8601. */
export type AuditView = Omit<AuditRecord, "at"> & { at: string };

const listInput = z.object({
  limit: z.int().min(1).max(1_000).default(50),
  before: z.int().min(1).optional(),
  kind: z.enum(AUDIT_KINDS).optional(),
});

export const auditRecords = defineCommand<typeof listInput, { records: AuditView[]; head: AuditHead }, never>({
  about: "lists the newest records of the audit log",
  input: listInput,
  async run({ limit, before, kind }, { services }) {
    const { audit } = await services.store();
    const records = await audit.list({ limit, before, ...(kind === undefined ? {} : { kinds: [kind] }) });
    return { records: records.map(toView), head: await audit.head() };
  },
});

const verifyInput = z.object({
  /** Heads that were kept elsewhere. */
  heads: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .max(100)
    .default([]),
});

export const verifyAudit = defineCommand<typeof verifyInput, AuditVerdict, never>({
  about: "checks that nobody changed the audit log",
  input: verifyInput,
  async run({ heads }, { services, ctx }) {
    return (await services.store()).audit.verify(heads, ctx.signal);
  },
});

/** Every record, oldest first, each as an event; the head comes as the result. */
export const exportAudit = defineCommand<z.ZodObject, AuditHead, AuditView>({
  about: "gives out the whole audit log",
  input: z.object({}),
  async run(_input, { services, emit, ctx }) {
    const { audit } = await services.store();
    for await (const record of audit.read()) {
      ctx.signal.throwIfAborted();
      emit(toView(record));
    }
    return audit.head();
  },
});

const toView = ({ at, ...record }: AuditRecord): AuditView => ({ ...record, at: new Date(at).toISOString() });
