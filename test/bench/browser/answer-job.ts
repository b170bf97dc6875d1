/** What a worker of the benchmark sends to its page. */
export type JobMessage<Outcome> = ({ progress: string } & Partial<At>) | { outcome: Outcome } | { error: string };

interface At {
  /** Whose turn it is, should the page die now. */
  at: string;
}

/** Tells what is going on; with `at` whose turn it is from now on. Silence for minutes counts as a hang. */
export type TellProgress = (text: string, at?: string) => void;

/** Runs the job that the page sends, and sends back how it goes and what came of it. */
export function answerJob<Job, Outcome>(run: (job: Job, progress: TellProgress) => Promise<Outcome>): void {
  const send = (message: JobMessage<Outcome>): void => self.postMessage(message);
  self.onmessage = async ({ data }: MessageEvent<Job>) => {
    try {
      send({ outcome: await run(data, (progress, at) => send({ progress, ...(at === undefined ? {} : { at }) })) });
    } catch (error) {
      send({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  };
}
