# Ways out of a sandbox, each tried once: what succeeds is printed. Every probe is harmless where it succeeds.
import ctypes, json, os, platform, socket, struct, subprocess, sys

SECRET, OUTSIDE, PORT, PATH_SOCKET, ABSTRACT, VICTIM, ADDRESS = sys.argv[1:8]
PORT, VICTIM = int(PORT), int(VICTIM)
libc = ctypes.CDLL(None, use_errno=True)
X64 = platform.machine() == "x86_64"
NUMBERS = {  # of calls without a function of their own: x86-64, arm64
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "add_key": (248, 217), "keyctl": (250, 219), "bpf": (321, 280),
    "userfaultfd": (323, 282), "io_uring_setup": (425, 425), "perf_event_open": (298, 241), "init_module": (175, 105),
    "kexec_load": (246, 104), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "open_by_handle_at": (304, 265),
}

def call(name, *args):
    """The result of a call; raises where it is not permitted. Other errors mean that the kernel let it try."""
    result = libc.syscall(NUMBERS[name][0 if X64 else 1], *args)
    code = ctypes.get_errno()
    if result < 0 and code in (1, 13, 38):  # EPERM, EACCES, ENOSYS
        raise OSError(code, name)
    return result

def check(result):
    if result != 0:
        raise OSError(ctypes.get_errno(), "refused")

def read(path):
    with open(path, "rb") as file:
        if not file.read(64):
            raise OSError("empty")

def write(path, data=b"x"):
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(fd, data)
    os.close(fd)

def may_write(path):  # opened, never written
    os.close(os.open(path, os.O_WRONLY))

def listing(path, more_than=0):
    if len(os.listdir(path)) <= more_than:
        raise OSError("empty")

def link(make, use):
    name = "probe-link"
    try:
        make(name)
        use(name)
    finally:
        if os.path.lexists(name):
            os.unlink(name)

def dial(family, address, kind=socket.SOCK_STREAM):
    with socket.socket(family, kind) as one:
        one.settimeout(2)
        one.connect(address)
        if kind == socket.SOCK_STREAM:
            one.send(b"hello")

def send(address):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.sendto(b"hello", address)

def other_interfaces():
    if [name for _, name in socket.if_nameindex() if name != "lo"] == []:
        raise OSError("none")

def inherited():
    for fd in range(3, 256):
        try:
            target = os.readlink(f"/proc/self/fd/{fd}")
        except OSError:
            continue
        if target.startswith(("socket:", "/")) and not target.startswith(("/proc", "/dev/null")):
            return
    raise OSError("none")

def program(*argv):
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=10)
    if done.returncode != 0 or not done.stdout:
        raise OSError(done.returncode, argv[0])

def mount(source, target, kind, flags=0):
    check(libc.mount(source, target, kind, flags, None))
    libc.umount2(target, 2)

def terminal():
    import fcntl, pty, termios
    master, slave = pty.openpty()
    fcntl.ioctl(slave, getattr(termios, "TIOCSTI", 0x5412), b"x")
    os.close(master), os.close(slave)

def fill(path, megabytes):
    try:
        with open(path, "wb") as file:
            for _ in range(megabytes):
                file.write(b"x" * (1 << 20))
            file.flush()
    finally:
        if os.path.exists(path):
            os.unlink(path)

def in_child(work):
    """Some of what succeeds cannot be taken back."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
            os._exit(0)
        except BaseException:
            os._exit(1)
    if os.waitpid(pid, 0)[1] != 0:
        raise OSError("refused")

def loader():
    found = [path for path in ("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1") if os.path.exists(path)]
    program(found[0], "/usr/bin/cat", SECRET)

def set_user_file():
    path = f"{OUTSIDE}/probe-suid"
    write(path)
    os.chmod(path, 0o4755)
    os.unlink(path)

UP = "../" * 24
PROBES = {
    "read a secret": lambda: read(SECRET),
    "read it by ..": lambda: read(UP + SECRET.lstrip("/")),
    "read it by /proc/self/root": lambda: read("/proc/self/root" + SECRET),
    "read it by /proc/1/root": lambda: read("/proc/1/root" + SECRET),
    "read it by the root of another process": lambda: read(f"/proc/{VICTIM}/root" + SECRET),
    "read it by /proc/self/cwd": lambda: read("/proc/self/cwd/" + UP + SECRET.lstrip("/")),
    "read it by /dev/fd of a folder": lambda: read("/dev/../" + SECRET.lstrip("/")),
    "read it by a symbolic link": lambda: link(lambda name: os.symlink(SECRET, name), read),
    "read it by a hard link": lambda: link(lambda name: os.link(SECRET, name), read),
    "read it by the loader": loader,
    "read it by a shell": lambda: program("/bin/sh", "-c", f"cat '{SECRET}'"),
    "read the shadow file": lambda: read("/etc/shadow"),
    "read the users": lambda: read("/etc/passwd"),
    "list the homes": lambda: listing("/root" if os.path.isdir("/root") else "/home"),
    "list the run folder": lambda: listing("/run"),
    "list the kernel's settings": lambda: listing("/sys/kernel"),
    "read the environment of another process": lambda: read(f"/proc/{VICTIM}/environ"),
    "read the command line of another process": lambda: read(f"/proc/{VICTIM}/cmdline"),
    "see the processes of the machine": lambda: os.stat(f"/proc/{VICTIM}/status"),
    "read a variable of the parent": lambda: os.environ["KRALLE_PROBE_SECRET"],
    "use an inherited descriptor": inherited,
    "open the memory": lambda: os.close(os.open("/dev/mem", os.O_RDONLY)),
    "open the kernel's log": lambda: os.close(os.open("/dev/kmsg", os.O_RDONLY)),
    "open the kernel's core": lambda: os.close(os.open("/proc/kcore", os.O_RDONLY)),
    "write outside": lambda: write(f"{OUTSIDE}/probe"),
    "write outside by ..": lambda: write(UP + f"{OUTSIDE}/probe".lstrip("/")),
    "write outside by /proc/self/root": lambda: write(f"/proc/self/root{OUTSIDE}/probe"),
    "write outside by a link": lambda: link(lambda name: os.symlink(OUTSIDE, name), lambda name: write(f"{name}/probe")),
    "change a secret": lambda: write(SECRET),
    "make a file that runs as its owner": set_user_file,
    "remove outside": lambda: (write(f"{OUTSIDE}/gone"), os.unlink(f"{OUTSIDE}/gone")),
    "write among the programs": lambda: (write("/usr/bin/kralle-probe"), os.unlink("/usr/bin/kralle-probe")),
    "write into /etc": lambda: (write("/etc/kralle-probe"), os.unlink("/etc/kralle-probe")) if os.path.isdir("/etc/ssl/certs") and os.path.exists("/etc/passwd") else read("/nowhere"),
    "write a timer": lambda: may_write("/etc/crontab") if os.path.exists("/etc/crontab") else may_write("/etc/hosts"),
    "change the name of crashes": lambda: may_write("/proc/sys/kernel/core_pattern"),
    "change a limit of the kernel": lambda: may_write("/proc/sys/kernel/threads-max"),
    "press the magic key": lambda: may_write("/proc/sysrq-trigger"),
    "make a device": lambda: (os.mknod(f"{OUTSIDE}/dev", 0o600 | 0o20000, os.makedev(1, 5)), os.unlink(f"{OUTSIDE}/dev")),
    "mount": lambda: mount(b"none", OUTSIDE.encode(), b"tmpfs"),
    "mount in the sandbox": lambda: mount(b"none", b"/tmp", b"tmpfs") if not os.path.exists(OUTSIDE) else mount(b"none", OUTSIDE.encode(), b"tmpfs"),
    "change the root": lambda: in_child(lambda: os.chroot("/tmp")),
    "reach a port of the machine": lambda: dial(socket.AF_INET, ("127.0.0.1", PORT)),
    "reach it by IPv4 in IPv6": lambda: dial(socket.AF_INET6, ("::ffff:127.0.0.1", PORT)),
    "reach it by the machine's address": lambda: dial(socket.AF_INET, (ADDRESS, PORT)),
    "reach it by 0.0.0.0": lambda: dial(socket.AF_INET, ("0.0.0.0", PORT)),
    "have a way to the internet": lambda: dial(socket.AF_INET, ("198.51.100.1", 53), socket.SOCK_DGRAM),
    "send a datagram": lambda: send((ADDRESS, PORT)),
    "send to a group": lambda: send(("224.0.0.251", 5353)),
    "have an interface": other_interfaces,
    "listen on the wire": lambda: socket.socket(17, socket.SOCK_RAW, socket.htons(3)).close(),
    "send raw packets": lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1).close(),
    "reach a socket by its path": lambda: dial(socket.AF_UNIX, PATH_SOCKET),
    "reach an abstract socket": lambda: dial(socket.AF_UNIX, "\0" + ABSTRACT),
    "signal another process": lambda: os.kill(VICTIM, 0),
    "trace another process": lambda: (call("ptrace", 16, VICTIM, 0, 0), call("ptrace", 17, VICTIM, 0, 0)),
    "trace itself": lambda: in_child(lambda: call("ptrace", 0, 0, 0, 0)),
    "read the memory of another process": lambda: call("process_vm_readv", VICTIM, 0, 0, 0, 0, 0),
    "hold another process": lambda: check(min(0, call("pidfd_open", VICTIM, 0))),
    "read the keys of the session": lambda: call("keyctl", 0, -3, 0),
    "add a key": lambda: call("add_key", b"user", b"kralle-probe", b"x", 1, -2),
    "load a program into the kernel": lambda: call("bpf", 11, ctypes.create_string_buffer(64), 64),
    "handle faults of memory": lambda: os.close(call("userfaultfd", 0)),
    "queue calls past the filter": lambda: call("io_uring_setup", 1, ctypes.create_string_buffer(256)),
    "measure the kernel": lambda: call("perf_event_open", ctypes.create_string_buffer(struct.pack("<IIQ", 1, 112, 0), 112), 0, -1, -1, 0),
    "load a module": lambda: call("init_module", 0, 0, b""),
    "open a file by its handle": lambda: call("open_by_handle_at", -100, ctypes.create_string_buffer(16), 0),
    "make a namespace of users": lambda: in_child(lambda: check(libc.unshare(0x10000000))),
    "make a namespace of networks": lambda: in_child(lambda: check(libc.unshare(0x40000000))),
    "enter the network of another process": lambda: in_child(lambda: check(libc.setns(os.open(f"/proc/{VICTIM}/ns/net", 0), 0))),
    "become root": lambda: in_child(lambda: (os.setgid(0), os.setuid(0))),
    "change the name of the machine": lambda: in_child(lambda: (check(libc.unshare(0x04000000)), socket.sethostname("probe"))),
    "type into a terminal": terminal,
    "open the terminal": lambda: os.close(os.open("/dev/tty", os.O_RDWR)),
    "fill the memory by files": lambda: fill("/tmp/kralle-probe-fill", 96),
}

escaped = []
for name, probe in PROBES.items():
    try:
        probe()
        escaped.append(name)
    except (Exception, SystemExit):
        pass
print(json.dumps({"tried": len(PROBES), "escaped": escaped}))
