import { Presets, SingleBar } from 'cli-progress';
import type { Io } from './io.js';

/** Tells on stderr what goes on: a bar on a terminal, a line per step otherwise. */
export class Progress {
  readonly #stderr: Io['stderr'];
  #bar: SingleBar | undefined;

  constructor(stderr: Io['stderr']) {
    this.#stderr = stderr;
  }

  /** Begins a step; the one before is over. @param total  What {@link advance} counts up to; 0 = not known. */
  step(label: string, total = 0): void {
    this.#stopBar();
    if (!this.#stderr.isTTY) {
      this.#stderr.write(`${label} …\n`);
      return;
    }
    this.#bar = new SingleBar(
      {
        format: total > 0 ? '{label} {bar} {percentage} %' : '{label} …',
        stream: this.#stderr as NodeJS.WriteStream,
        hideCursor: true,
        clearOnComplete: false,
      },
      Presets.shades_classic,
    );
    this.#bar.start(Math.max(1, total), 0, { label: label.padEnd(24) });
  }

  advance(done: number): void {
    this.#bar?.update(done);
  }

  /** Prints a line without tearing the bar. */
  note(text: string): void {
    this.#stopBar();
    this.#stderr.write(`${text}\n`);
  }

  end(): void {
    this.#stopBar();
  }

  #stopBar(): void {
    this.#bar?.update(this.#bar.getTotal());
    this.#bar?.stop();
    this.#bar = undefined;
  }
}
