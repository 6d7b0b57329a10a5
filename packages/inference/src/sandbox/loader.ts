import { existsSync } from "node:fs";
import { callFilter } from "./call-filter.ts";
import { readableFolders } from "./readable.ts";

/**
 * Gives up rights that only a process itself can give up, and becomes the command: the Landlock
 * rules for files, then the filter of system calls. Neither Node nor util-linux before 2.41 can do
 * that; Perl, an essential part of Debian, Ubuntu and their images, calls the kernel as it is. The
 * name of the program goes where the filter expects it, and so no other program can follow.
 * Source: perlfunc(1) on syscall and pack, landlock(7), seccomp(2).
 */
const LOADER = `
my ($prctl, $seccomp, $execve, $low, $high, $filter, $files, @command) = @ARGV;
my $path = $command[0] . "\\0";
my $arguments = pack "p* x[J]", @command;
my @variables = map { "$_=$ENV{$_}" } keys %ENV;
my $environment = pack "p* x[J]", @variables;
syscall($prctl + 0, 38, 1, 0, 0, 0) == 0 or die "no_new_privs: $!";
if ($files ne "") {
  my $version = syscall(444, 0, 0, 1);
  die "Landlock: $!" if $version < 1;
  my $rights = $version < 2 ? 0x1fff : $version < 3 ? 0x3fff : $version < 5 ? 0x7fff : 0xffff;
  my $ruleset = pack "Q3", $rights, $version < 4 ? 0 : 3, $version < 6 ? 0 : 3;
  my $rules = syscall(444, $ruleset, length $ruleset, 0);
  die "Landlock: $!" if $rules < 0;
  for my $file (split /\\n/, $files) {
    sysopen(my $open, $file, 0x200000) or next;
    my $rule = pack "Q l", -d $open ? 0xd : 0x5, fileno $open;
    syscall(445, $rules, 1, $rule, 0) == 0 or die "Landlock, $file: $!";
  }
  syscall(446, $rules, 0) == 0 or die "Landlock: $!";
}
if ($filter ne "") {
  my $address = unpack "J", pack "p", $path;
  $filter = pack "H*", $filter;
  substr($filter, $low, 4) = pack "L", $address & 0xffffffff;
  substr($filter, $high, 4) = pack "L", $address >> 32;
  my $program = pack "S x![J] P", length($filter) / 8, $filter;
  syscall($seccomp + 0, 1, 0, $program) == 0 or die "seccomp: $!";
}
syscall($execve + 0, $path, $arguments, $environment);
die "execve: $!";
`;

/** What the runtime reads of the system: libraries, the number of processors, itself. */
const SYSTEM = [
  ...["/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/etc/ld.so.cache"],
  ...["/nix/store", "/sys/devices/system/cpu", "/proc/cpuinfo", "/proc/meminfo", "/proc/self"],
  ...["/dev/null", "/dev/urandom"],
];

/**
 * The command that puts its layers around the command that follows, whose program has to be a path.
 *
 * @returns null on processors whose system calls nobody has written down here
 */
export function loaderCommand(layers: { files: boolean; calls: boolean }): string[] | null {
  const filter = callFilter();
  if (!filter) return null;
  const { program, execveAt, numbers } = filter;
  const readable = [...SYSTEM, process.execPath, ...readableFolders()].filter((path) =>
    existsSync(path),
  );
  return [
    ...["perl", "-e", LOADER, "--"],
    ...[numbers.prctl, numbers.seccomp, numbers.execve, ...execveAt].map(String),
    layers.calls ? program.toString("hex") : "",
    layers.files ? readable.join("\n") : "",
  ];
}
