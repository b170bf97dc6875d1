/** What a command touches besides files: so that a test can run it in its own process. */
export interface Io {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown; isTTY?: boolean };
  env: Readonly<Record<string, string | undefined>>;
  /** Resolves when the user asks a running command to end. */
  interrupted(): Promise<void>;
}
