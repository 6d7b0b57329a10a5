import { callFilter } from "./call-filter.ts";

/**
 * Loads a filter of system calls and becomes the command. Neither Node nor util-linux before 2.41
 * can do that; Perl, which Debian, Ubuntu and their images have as an essential part of the system,
 * calls the kernel as it is. The name of the program goes where the filter expects it, and so no
 * other program can follow. Source: perlfunc(1) on syscall and pack, seccomp(2).
 */
const LOADER = `
my ($prctl, $seccomp, $execve, $low, $high, $filter, @command) = @ARGV;
my $path = $command[0] . "\\0";
my $address = unpack "J", pack "p", $path;
$filter = pack "H*", $filter;
substr($filter, $low, 4) = pack "L", $address & 0xffffffff;
substr($filter, $high, 4) = pack "L", $address >> 32;
my $program = pack "S x![J] P", length($filter) / 8, $filter;
my @variables = map { "$_=$ENV{$_}" } keys %ENV;
my $arguments = pack "p* x[J]", @command;
my $environment = pack "p* x[J]", @variables;
syscall($prctl + 0, 38, 1, 0, 0, 0) == 0 or die "no_new_privs: $!";
syscall($seccomp + 0, 1, 0, $program) == 0 or die "seccomp: $!";
syscall($execve + 0, $path, $arguments, $environment);
die "execve: $!";
`;

/** Puts the filter around the command that follows; null where there is none for this processor. */
export function filterCommand(): string[] | null {
  const filter = callFilter();
  if (!filter) return null;
  const { program, execveAt, numbers } = filter;
  return [
    ...["perl", "-e", LOADER, "--"],
    ...[numbers.prctl, numbers.seccomp, numbers.execve, ...execveAt].map(String),
    program.toString("hex"),
  ];
}
