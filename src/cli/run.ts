import { createColors } from 'picocolors';
import { TooFewBytesError } from '../builder/fit-bytes.js';
import { WindowshopError } from '../core/windowshop-error.js';
import { build } from './build.js';
import { type Command, type CommandContext, helpText, parseCall } from './command.js';
import { CommandError } from './command-error.js';
import { evaluate } from './evaluate.js';
import { inspect } from './inspect.js';
import type { Io } from './io.js';
import { keys } from './keys.js';
import { packageVersion } from './package-files.js';
import { serve } from './serve.js';
import { sign } from './sign.js';
import { tag } from './tag.js';
import { verify } from './verify.js';

const COMMANDS: readonly Command[] = [build, inspect, verify, keys, sign, tag, evaluate, serve];

/**
 * Runs the command line.
 *
 * @param args  What follows the program's name.
 * @returns     The exit code: 0 success, 2 bad usage, 1 anything else.
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  const isJson = args.includes('--json');
  try {
    if (name === '--help' || name === '-h' || name === 'help') return print(io, overview());
    if (name === '--version' || name === '-v') return print(io, packageVersion());
    const command = COMMANDS.find((candidate) => candidate.name === name);
    if (!command) throw unknownCommand(name);
    if (rest.includes('--help') || rest.includes('-h')) return print(io, helpText(command));
    if (rest.includes('--version')) return print(io, packageVersion());
    return await command.run(parseCall(command, rest), contextFor(io, isJson));
  } catch (error) {
    return fail(io, isJson, error);
  }
}

function contextFor(io: Io, isJson: boolean): CommandContext {
  return {
    io,
    isJson,
    answer: (json, text) => {
      io.stdout.write(`${isJson ? JSON.stringify(json) : text}\n`);
    },
  };
}

function unknownCommand(name: string | undefined): CommandError {
  const known = COMMANDS.map((command) => command.name).join(', ');
  return new CommandError(
    'bad_usage',
    name === undefined || name.startsWith('-')
      ? `a command is missing; there are ${known}`
      : `there is no command "${name}"; there are ${known}`,
  );
}

function print(io: Io, text: string): 0 {
  io.stdout.write(`${text}\n`);
  return 0;
}

function fail(io: Io, isJson: boolean, error: unknown): number {
  const { code, message, known, exitCode } = toCommandError(error);
  if (isJson) io.stdout.write(`${JSON.stringify({ ...known, error: { code, message } })}\n`);
  const { red, dim } = createColors(io.stderr.isTTY === true && io.env.NO_COLOR === undefined);
  io.stderr.write(`${red('error')} ${message}\n`);
  if (code === 'unexpected' && error instanceof Error && error.stack) io.stderr.write(`${dim(error.stack)}\n`);
  if (code === 'bad_usage') io.stderr.write('Try windowshop --help.\n');
  return exitCode;
}

function toCommandError(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  // Parts of a snapshot are unpacked only when they are needed, and may turn out damaged then.
  if (error instanceof WindowshopError) return new CommandError('snapshot_invalid', error.message, { cause: error });
  if (error instanceof TooFewBytesError)
    return new CommandError('max_bytes_too_small', error.message, { cause: error });
  return new CommandError('unexpected', error instanceof Error ? error.message : String(error), { cause: error });
}

const overview = (): string =>
  [
    'windowshop <command> [options]',
    COMMANDS.map(({ name, usage, summary }) => `  ${`${name} ${usage}`.padEnd(54)} ${summary}`).join('\n'),
    'windowshop <command> --help tells its options. Exit codes: 0 success, 2 bad usage, 1 anything else.',
  ].join('\n\n');
