/**
 * The filter that bubblewrap hands to the kernel (seccomp, classic BPF): calls that no tool needs and that reach past namespaces answer
 * EPERM. The layout is that of `struct sock_filter` and `struct seccomp_data` (linux/filter.h, linux/seccomp.h), little-endian.
 */
export function seccompFilter(arch: string): Buffer | null {
  const machine = MACHINES[arch];
  if (machine === undefined) return null;
  const { audit, ioctl, calls, highest } = machine;
  const program: Instruction[] = [
    [LOAD, 0, 0, ARCH_AT],
    [IF_EQUAL, 1, 0, audit],
    [RETURN, 0, 0, KILL], // another set of call numbers
    [LOAD, 0, 0, NUMBER_AT],
  ];
  const deny: Instruction = [RETURN, 0, 0, DENY];
  // Above it, x86-64 has a second set of numbers for the same calls (x32).
  if (highest !== null) program.push([IF_ABOVE, 0, 1, highest], deny);
  for (const number of calls) program.push([IF_EQUAL, 0, 1, number], deny);
  program.push([IF_EQUAL, 0, 5, ioctl], [LOAD, 0, 0, SECOND_ARGUMENT_AT]);
  program.push([IF_EQUAL, 1, 0, TIOCSTI], [IF_EQUAL, 0, 1, TIOCLINUX], deny);
  program.push([RETURN, 0, 0, ALLOW], [RETURN, 0, 0, ALLOW]);
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, yes, no, value], index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(yes, index * 8 + 2);
    bytes.writeUInt8(no, index * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4);
  });
  return bytes;
}

type Instruction = [code: number, jumpIfTrue: number, jumpIfFalse: number, value: number];

const [LOAD, IF_EQUAL, IF_ABOVE, RETURN] = [0x20, 0x15, 0x35, 0x06];
const [NUMBER_AT, ARCH_AT, SECOND_ARGUMENT_AT] = [0, 4, 24];
const [ALLOW, DENY, KILL] = [0x7fff_0000, 0x0005_0001, 0x8000_0000];
/** Put characters into the input of a terminal, as if they were typed. */
const [TIOCSTI, TIOCLINUX] = [0x5412, 0x541c];

interface Machine {
  audit: number;
  ioctl: number;
  highest: number | null;
  calls: readonly number[];
}

/**
 * ptrace, process_vm_readv and _writev, add_key, request_key, keyctl, perf_event_open, bpf, userfaultfd, io_uring_setup, _enter and _register,
 * kexec_load, init_module, finit_module, delete_module, open_by_handle_at, setns.
 */
const MACHINES: Readonly<Record<string, Machine>> = {
  x64: {
    audit: 0xc000_003e,
    ioctl: 16,
    highest: 0x4000_0000,
    calls: [101, 310, 311, 248, 249, 250, 298, 321, 323, 425, 426, 427, 246, 175, 313, 176, 304, 308],
  },
  arm64: {
    audit: 0xc000_00b7,
    ioctl: 29,
    highest: null,
    calls: [117, 270, 271, 217, 218, 219, 241, 280, 282, 425, 426, 427, 104, 105, 273, 106, 265, 268],
  },
};
