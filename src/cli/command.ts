import { parseArgs } from 'node:util';
import { CommandError } from './command-error.js';
import type { Io } from './io.js';

/** One option of a command, as `--name VALUE`, or `--name` alone where there is no value. */
export interface CommandOption {
  /** What the help calls the value; absent = a switch. */
  value?: string;
  help: string;
  isRepeatable?: boolean;
}

/** What a command was called with, checked against its options but not yet read. */
export interface CommandCall {
  /** All that stands behind the command's name, as it was typed. */
  args: readonly string[];
  /** The arguments that are no options. */
  operands: string[];
  /** The last value of an option. */
  option(name: string): string | undefined;
  /** All values of a repeatable option. */
  options(name: string): string[];
}

export interface CommandContext {
  io: Io;
  isJson: boolean;
  /** Prints the one answer of the command: the object with `--json`, else the text. */
  answer(json: object, text: string): void;
}

export interface Command {
  name: string;
  /** One line. */
  summary: string;
  /** What follows the name, e.g. `DIR [options]`. */
  usage: string;
  options: Readonly<Record<string, CommandOption>>;
  /** Further paragraphs of the help. */
  notes?: string;
  /** @returns  The exit code. @throws {CommandError} */
  run(call: CommandCall, context: CommandContext): Promise<number>;
}

/** Every command has these. */
const COMMON_OPTIONS: Readonly<Record<string, CommandOption>> = {
  json: { help: 'print one JSON object' },
  help: { help: 'print this' },
};

/**
 * Parses what stands behind a command's name.
 *
 * @throws {CommandError} `bad_usage` on options the command does not have and on missing values.
 */
export function parseCall(command: Command, args: readonly string[]): CommandCall {
  const options = { ...command.options, ...COMMON_OPTIONS };
  try {
    const { values, positionals } = parseArgs({
      args: spreadPairs(args, command.options),
      allowPositionals: true,
      options: Object.fromEntries(
        Object.entries(options).map(([name, { value }]) => [
          name,
          { type: value === undefined ? ('boolean' as const) : ('string' as const), multiple: true as const },
        ]),
      ),
    });
    const all = (name: string): string[] => (values[name] ?? []).map(String);
    return { args, operands: positionals, option: (name) => all(name).pop(), options: all };
  } catch (cause) {
    const [message] = (cause as Error).message.split('. ');
    throw new CommandError('bad_usage', `${command.name}: ${message}`, { cause });
  }
}

/** Pairs may follow one another behind one option. */
const takesPairs = ({ value, isRepeatable }: CommandOption): boolean =>
  isRepeatable === true && value?.includes('=') === true;

/** `--map a=b c=d` means what `--map a=b --map c=d` does, as the help writes it: `--map FIELD=COLUMN …`. */
function spreadPairs(args: readonly string[], options: Command['options']): string[] {
  let repeated: string | undefined;
  return args.flatMap((arg, i) => {
    const option = /^--([^=]+)/.exec(arg)?.[1];
    if (option !== undefined) repeated = options[option] && takesPairs(options[option]) ? option : undefined;
    const isNext = repeated !== undefined && option === undefined && args[i - 1] !== `--${repeated}`;
    return isNext && arg.includes('=') ? [`--${repeated}`, arg] : [arg];
  });
}

export function helpText(command: Command): string {
  const options = Object.entries({ ...command.options, ...COMMON_OPTIONS }).map(([name, option]) => ({
    left: `--${name}${option.value === undefined ? '' : ` ${option.value}`}${takesPairs(option) ? ' …' : ''}`,
    help: `${option.help}${option.isRepeatable && !takesPairs(option) ? '; may be given several times' : ''}`,
  }));
  const width = Math.max(...options.map(({ left }) => left.length));
  return [
    `windowshop ${command.name} ${command.usage}`,
    command.summary,
    options.map(({ left, help }) => `  ${left.padEnd(width)}  ${help}`).join('\n'),
    ...(command.notes === undefined ? [] : [command.notes]),
  ].join('\n\n');
}

/** @throws {CommandError} `bad_usage` unless there is exactly one operand. */
export function onlyOperand(command: string, name: string, { operands }: CommandCall): string {
  if (operands.length === 0) throw new CommandError('bad_usage', `${command}: ${name} is missing`);
  if (operands.length > 1) throw new CommandError('bad_usage', `${command}: unexpected argument "${operands[1]}"`);
  return operands[0];
}

/** @throws {CommandError} `bad_usage` when the option is not given, or empty. */
export function requiredOption(call: CommandCall, command: string, name: string): string {
  const value = call.option(name);
  if (value === undefined || value === '') throw new CommandError('bad_usage', `${command}: --${name} is missing`);
  return value;
}

/**
 * A number from an option.
 *
 * @throws {CommandError} `bad_usage` when it is none or out of range.
 */
export function numberOption(
  call: CommandCall,
  name: string,
  { fallback, min, max, isWhole = true }: { fallback: number; min: number; max: number; isWhole?: boolean },
): number {
  const text = call.option(name);
  if (text === undefined) return fallback;
  const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max) || (isWhole && !Number.isInteger(value))) {
    const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
    throw new CommandError('bad_usage', `--${name} must be a ${isWhole ? 'whole ' : ''}number ${range}, got ${text}`);
  }
  return value;
}

/**
 * Names separated by commas, each once; none when the option is not given.
 *
 * @throws {CommandError} `bad_usage` when one of them is not known.
 */
export function namesOption<N extends string>(call: CommandCall, name: string, known: readonly N[]): N[] {
  const names = new Set(
    call
      .option(name)
      ?.split(',')
      .map((part) => part.trim()),
  );
  for (const part of names)
    if (!(known as readonly string[]).includes(part))
      throw new CommandError('bad_usage', `--${name}: there is no "${part}"; there are ${known.join(', ')}`);
  return [...names] as N[];
}

/** @throws {CommandError} `bad_usage` when the value is none of the choices. */
export function choiceOption<C extends string>(call: CommandCall, name: string, choices: readonly C[]): C {
  const value = call.option(name) ?? choices[0];
  if (!(choices as readonly string[]).includes(value))
    throw new CommandError('bad_usage', `--${name} must be one of ${choices.join(', ')}, got ${value}`);
  return value as C;
}
