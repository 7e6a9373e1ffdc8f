/** Recorded output of real machines, cut to what matters. */

export const XEON_CPUINFO = `processor	: 0
vendor_id	: GenuineIntel
cpu family	: 6
model		: 143
model name	: Intel(R) Xeon(R) Platinum 8488C
physical id	: 0
siblings	: 4
core id		: 0
cpu cores	: 2
flags		: fpu vme sse2 ssse3 fma cx16 sse4_1 sse4_2 avx f16c avx2 avx512f avx512bw amx_bf16 avx512_bf16 amx_int8

processor	: 1
model name	: Intel(R) Xeon(R) Platinum 8488C
physical id	: 0
core id		: 1
flags		: fpu avx2

processor	: 2
model name	: Intel(R) Xeon(R) Platinum 8488C
physical id	: 0
core id		: 0
flags		: fpu avx2

processor	: 3
model name	: Intel(R) Xeon(R) Platinum 8488C
physical id	: 0
core id		: 1
flags		: fpu avx2
`;

export const PI_CPUINFO = `processor	: 0
BogoMIPS	: 108.00
Features	: fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm lrcpc dcpop asimddp
CPU implementer	: 0x41
CPU architecture: 8
CPU part	: 0xd0b

processor	: 1
BogoMIPS	: 108.00
Features	: fp asimd

Revision	: d04170
Serial		: 0000000000000000
Model		: Raspberry Pi 5 Model B Rev 1.0
`;

export const MEMINFO = `MemTotal:       16265548 kB
MemFree:          731020 kB
MemAvailable:    9123456 kB
Buffers:          301524 kB
SwapTotal:       2097148 kB
`;

export const CGROUP_V2 = "0::/system.slice/docker-abc.scope\n";

export const CGROUP_V1 = `12:cpuset:/docker/abc
5:cpu,cpuacct:/docker/abc
4:memory:/docker/abc
1:name=systemd:/docker/abc
`;

export const MEMORY_STAT = `anon 1073741824
file 536870912
inactive_file 268435456
active_file 268435456
`;

export const NVIDIA = `NVIDIA GeForce RTX 4070, 12282
NVIDIA RTX A2000, 6138
`;

export const M2_SYSCTL = `machdep.cpu.brand_string: Apple M2 Pro
hw.physicalcpu: 10
hw.logicalcpu: 10
hw.memsize: 17179869184
hw.optional.neon: 1
hw.optional.arm.FEAT_DotProd: 1
hw.optional.arm.FEAT_I8MM: 1
hw.optional.arm.FEAT_BF16: 1
iogpu.wired_limit_mb: 0
`;

export const INTEL_MAC_SYSCTL = `machdep.cpu.brand_string: Intel(R) Core(TM) i7-9750H CPU @ 2.60GHz
machdep.cpu.features: FPU VME SSE4.2 FMA AVX1.0 F16C
machdep.cpu.leaf7_features: RDWRFSGS SGX BMI1 AVX2 SMEP
hw.physicalcpu: 6
hw.logicalcpu: 12
hw.memsize: 17179869184
`;

export const VM_STAT = `Mach Virtual Memory Statistics: (page size of 16384 bytes)
Pages free:                               50000.
Pages active:                            300000.
Pages inactive:                          250000.
Pages speculative:                        10000.
Pages throttled:                              0.
Pages wired down:                        150000.
Pages purgeable:                           5000.
`;
