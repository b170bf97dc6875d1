export interface ShopOptions {
  /** Undefined = the usual one, else any that is free. */
  port?: number;
  host: string;
  /** Arguments for `windowshop build`. */
  buildArgs: string[];
  /** The shopkeeper brings a catalogue; otherwise the shop sells its samples. */
  hasCatalog: boolean;
  wantsHelp: boolean;
}

/** Only this machine can reach it. */
export const LOOPBACK = '127.0.0.1';

export const USAGE = `npm start                                  opens the sample shop
npm start -- --catalog FILE [OPTION …]     opens the shop on a catalogue of yours

  --port N       default 5173, or any that is free
  --host NAME    default 127.0.0.1: only this machine
  and every option of "windowshop build" but --out`;

/** Reads the shop's own options and leaves all others to `windowshop build`. @throws {RangeError} on a bad value. */
export function parseShopOptions(args: readonly string[]): ShopOptions {
  const options: ShopOptions = { host: LOOPBACK, buildArgs: [], hasCatalog: false, wantsHelp: false };
  for (let i = 0; i < args.length; i++) {
    const [name, attached] = split(args[i]);
    const value = (): string => {
      const given = attached ?? args[++i];
      if (given === undefined) throw new RangeError(`${name} needs a value`);
      return given;
    };
    if (name === '--port') options.port = portOf(value());
    else if (name === '--host') options.host = value();
    else if (name === '--help' || name === '-h') options.wantsHelp = true;
    else if (name === '--out') throw new RangeError('--out: the shop keeps its snapshots in .cache');
    else {
      if (name === '--catalog') options.hasCatalog = true;
      options.buildArgs.push(args[i]);
    }
  }
  return options;
}

function split(arg: string): [string, string | undefined] {
  const at = arg.indexOf('=');
  return arg.startsWith('--') && at > 0 ? [arg.slice(0, at), arg.slice(at + 1)] : [arg, undefined];
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new RangeError(`--port must be a whole number from 0 to 65535, got ${text}`);
  return port;
}
