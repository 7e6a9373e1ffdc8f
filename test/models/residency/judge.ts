import * as fc from "fast-check";
import type { Effect, ResidencyState } from "../../../src/models/residency/state.ts";
import { MOST_PASSES } from "../../../src/models/residency/line.ts";
import { RECORDED, type RecordedSize } from "./sizes.ts";

/** Of the cards' memory, which all models but the smallest two want a part of. */
const GPU_BUDGET = 1_500_000_000;
const toGpuBytes = (id: string): number => {
  const size = RECORDED.findIndex((one) => one.id === id);
  return size < 2 ? 0 : Math.round((RECORDED[size]?.bytes ?? 0) * 0.7);
};

/** What happens to a residency from outside; numbers choose among what is possible at that moment. */
export type Happening =
  | { kind: "acquire"; model: number; isChat: boolean }
  | { kind: "cancel" | "release" | "loaded" | "failed" | "closed"; which: number }
  | { kind: "pin" | "unpin"; model: number }
  /** Measured in per cent of what is counted: mostly less, as predictions are careful. */
  | { kind: "measure"; which: number; percent: number }
  | { kind: "budget"; megabytes: number }
  | { kind: "expire"; afterMs: number };

const which = fc.nat(1000);
const model = fc.nat(RECORDED.length - 1);
export const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("acquire" as const), model, isChat: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom("release" as const, "loaded" as const), which }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("closed" as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("cancel" as const, "failed" as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("pin" as const, "unpin" as const), model }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("measure" as const), which, percent: fc.integer({ min: 40, max: 115 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("budget" as const), megabytes: fc.integer({ min: 0, max: 6000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("expire" as const), afterMs: fc.integer({ min: 0, max: 9000 }) }),
  },
);

interface Waiting {
  ticket: number;
  size: RecordedSize;
  passed: number;
}

/**
 * Keeps its own books of what a residency may do and throws at the first thing that it may not. Nothing of them comes
 * from the residency itself but its effects and the bytes it counts each model with.
 */
export class Judge {
  readonly loading = new Set<string>();
  readonly resident = new Set<string>();
  readonly closing = new Set<string>();
  readonly pinned = new Set<string>();
  readonly held: string[] = [];
  readonly waiting = new Map<number, Waiting>();
  readonly counts = { grants: 0, refusals: 0, loads: 0, closes: 0, mostPasses: 0 };
  readonly #state: ResidencyState;
  #budget: number;
  /** Bytes over the budget that no decision caused: a measurement or a smaller budget did. */
  #excused = 0;
  #now = 0;
  #ticket = 0;

  constructor(create: (budgetBytes: number) => ResidencyState, budget: number) {
    this.#state = create(budget);
    this.#state.setGpuBudget(GPU_BUDGET);
    this.#budget = budget;
  }

  play(event: Happening): void {
    this.#now += 1;
    const happens = this.#apply(event);
    if (happens) this.#decide();
  }

  /** Everybody releases, all loads and ends succeed, nobody new comes: everybody must be served. */
  finish(): void {
    for (let round = 0; round < 500 && this.waiting.size > 0; round += 1) {
      this.#now += 1;
      for (const id of this.held.splice(0)) this.#state.release(id, this.#now);
      this.#decide();
      for (const kind of ["closed", "loaded"] as const) this.play({ kind, which: round });
    }
    if (this.waiting.size > 0) throw new Error(`${this.waiting.size} wait for ever`);
  }

  #apply(event: Happening): boolean {
    const state = this.#state;
    switch (event.kind) {
      case "acquire": {
        const size = RECORDED[event.model]!;
        const ticket = (this.#ticket += 1);
        this.waiting.set(ticket, { ticket, size, passed: 0 });
        state.acquire(
          ticket,
          size.id,
          { ...size, gpuBytes: toGpuBytes(size.id) },
          event.isChat ? "chat" : "background",
        );
        return true;
      }
      case "cancel": {
        const ticket = pick([...this.waiting.keys()], event.which);
        if (ticket === undefined) return false;
        this.waiting.delete(ticket);
        state.cancel(ticket);
        return true;
      }
      case "release": {
        const id = pick(this.held, event.which);
        if (id === undefined) return false;
        this.held.splice(this.held.indexOf(id), 1);
        state.release(id, this.#now);
        return true;
      }
      case "loaded":
      case "failed":
        return this.#endLoad(event.kind, event.which);
      case "closed": {
        const id = pick([...this.closing], event.which);
        if (id === undefined) return false;
        this.closing.delete(id);
        state.closed(id);
        return true;
      }
      case "pin":
        this.pinned.add(RECORDED[event.model]!.id);
        state.pin(RECORDED[event.model]!.id);
        return true;
      case "unpin":
        this.pinned.delete(RECORDED[event.model]!.id);
        state.unpin(RECORDED[event.model]!.id);
        return true;
      case "measure": {
        const id = pick([...this.resident], event.which);
        if (id === undefined) return false;
        const { measured } = RECORDED.find((size) => size.id === id)!;
        state.measure(id, Math.round((measured * event.percent) / 100));
        this.#excuse();
        return true;
      }
      case "budget":
        this.#budget = event.megabytes * 1e6;
        state.setBudget(this.#budget);
        this.#excuse();
        return true;
      case "expire":
        this.#now += event.afterMs;
        state.expire(this.#now);
        return true;
    }
  }

  #endLoad(kind: "loaded" | "failed", at: number): boolean {
    const id = pick([...this.loading], at);
    if (id === undefined) return false;
    this.loading.delete(id);
    if (kind === "loaded") {
      this.resident.add(id);
      this.#state.loaded(id, this.#now);
      return true;
    }
    for (const ticket of this.#state.failed(id)) this.waiting.delete(ticket);
    const left = [...this.waiting.values()].filter(({ size }) => size.id === id);
    if (left.length > 0) throw new Error(`${left.length} still wait for a load that failed`);
    return true;
  }

  #excuse(): void {
    this.#excused = Math.max(0, this.#sum() - this.#budget);
  }

  #sum(): number {
    return this.#state.list().reduce((total, { bytes }) => total + bytes, 0);
  }

  #checkCards(loads: string | undefined): void {
    const models = this.#state.list();
    const sum = models.reduce((total, { gpuBytes }) => total + gpuBytes, 0);
    if (sum > GPU_BUDGET) throw new Error(`${sum} bytes of the cards are held, ${GPU_BUDGET} are there`);
    if (loads === undefined) return;
    const got = models.find((one) => one.id === loads)?.gpuBytes ?? 0;
    const isShort = got < Math.min(GPU_BUDGET, toGpuBytes(loads));
    if (isShort && sum < GPU_BUDGET) throw new Error(`${loads} gets less of the cards than is free`);
  }

  #decide(): void {
    const effects = this.#state.decide();
    for (const effect of effects) this.#check(effect);
    const sum = this.#sum();
    if (sum > this.#budget + this.#excused) throw new Error(`${sum} bytes are held, ${this.#budget} are allowed`);
    this.#excused = Math.max(0, Math.min(this.#excused, sum - this.#budget));
    this.#checkCards(effects.find(({ type }) => type === "load")?.id);
    const known = [...this.loading, ...this.resident, ...this.closing].toSorted().join();
    const said = this.#state
      .list()
      .map(({ id }) => id)
      .toSorted()
      .join();
    if (known !== said) throw new Error(`it lists ${said}, there are ${known}`);
  }

  #check(effect: Effect): void {
    const { id } = effect;
    if (effect.type === "load") {
      this.counts.loads += 1;
      if (this.loading.size > 0) throw new Error(`${id} loads beside ${[...this.loading].join()}`);
      if (this.resident.has(id) || this.closing.has(id)) throw new Error(`${id} is loaded twice`);
      if (this.#sum() > this.#budget) throw new Error(`${id} is loaded although there is no room`);
      this.loading.add(id);
    } else if (effect.type === "close") {
      this.counts.closes += 1;
      if (!this.resident.delete(id)) throw new Error(`${id} is ended and was not there`);
      if (this.held.includes(id)) throw new Error(`${id} is ended while it is used`);
      if (this.pinned.has(id)) throw new Error(`${id} is ended although it is pinned`);
      this.closing.add(id);
    } else this.#serve(effect);
  }

  #serve(effect: Extract<Effect, { ticket: number }>): void {
    const visitor = this.waiting.get(effect.ticket);
    if (visitor === undefined || visitor.size.id !== effect.id) throw new Error(`nobody waits as ${effect.ticket}`);
    this.waiting.delete(effect.ticket);
    if (effect.type === "refuse") {
      this.counts.refusals += 1;
      const pinned = this.#state.list().filter(({ id, state }) => this.pinned.has(id) && state !== "closing");
      const free = this.#budget - pinned.reduce((sum, { bytes }) => sum + bytes, 0);
      const least = Math.min(visitor.size.bytes, visitor.size.leastBytes);
      if (least <= free) throw new Error(`${effect.id} is refused although ${free} bytes can be had`);
      if (effect.figures.neededBytes !== least) throw new Error("the figures of the refusal are wrong");
      return;
    }
    this.counts.grants += 1;
    if (!this.resident.has(effect.id)) throw new Error(`${effect.id} is granted and is not there`);
    this.held.push(effect.id);
    for (const other of this.waiting.values()) {
      const isOnItsWay = this.loading.has(other.size.id) || this.resident.has(other.size.id);
      if (other.ticket > effect.ticket || isOnItsWay) continue;
      other.passed += 1;
      this.counts.mostPasses = Math.max(this.counts.mostPasses, other.passed);
      if (other.passed > MOST_PASSES) throw new Error(`${other.size.id} was passed ${other.passed} times`);
    }
  }
}

const pick = <V>(values: readonly V[], at: number): V | undefined => values[at % Math.max(1, values.length)];
