import type { CaptureHost } from '../api/capture-host.js';
import type { CaptureSource } from '../api/sdk.js';
import { PageRecorder } from './page-recorder.js';
import { watchClicks } from './watch-clicks.js';
import { watchDom } from './watch-dom.js';
import { watchNavigation } from './watch-navigation.js';
import { watchSeen } from './watch-seen.js';
import { whenShown } from './when-shown.js';

/** Structured data that comes late gets this long before the address alone names the product. */
const ADDRESS_AFTER_MS = 1_000;

/**
 * Reads the shopper's behaviour from the page. Begins when the page is parsed and in front of the shopper, and throws
 * nothing into the page. Start it before the page's own calls are let through: those outrank what is read.
 *
 * @returns The function that takes every hook off the page.
 */
export function startCapture(host: CaptureHost, { sources }: { sources: readonly CaptureSource[] }): () => void {
  const enabled = new Set(sources);
  if (enabled.size === 0) return () => undefined;
  const guarded =
    <A extends unknown[]>(run: (...args: A) => void) =>
    (...args: A): void => {
      try {
        run(...args);
      } catch (error) {
        host.report(error);
      }
    };
  const stops: (() => void)[] = [];
  const start = guarded(() => {
    const recorder = new PageRecorder(host, enabled, document);
    stops.push(host.recorded(guarded((event) => recorder.notice(event))));
    stops.push(
      whenParsed(() =>
        stops.push(
          whenShown(
            document,
            guarded(() => stops.push(watchPage(recorder, host, enabled, guarded))),
          ),
        ),
      ),
    );
  });
  start();
  return () => {
    for (const stop of stops.splice(0)) guarded(stop)();
  };
}

type Guard = <A extends unknown[]>(run: (...args: A) => void) => (...args: A) => void;

function watchPage(
  recorder: PageRecorder,
  host: CaptureHost,
  sources: ReadonlySet<CaptureSource>,
  guarded: Guard,
): () => void {
  const seen = watchSeen(guarded((elements) => recorder.listSeen(elements)));
  const look = guarded(() => seen.add(recorder.look()));
  const dom = watchDom(document, look);
  const stops = [seen.stop, dom.stop];
  if (sources.has('attributes')) stops.push(watchClicks(document, host, () => recorder.productId));

  const arrive = (): void => {
    dom.restart();
    look();
    if (!sources.has('navigation')) return;
    clearTimeout(lateTimer);
    lateTimer = setTimeout(
      guarded(() => recorder.viewByAddress().catch((error) => host.report(error))),
      ADDRESS_AFTER_MS,
    );
  };
  let lateTimer: ReturnType<typeof setTimeout> | undefined;
  let addressTimer: ReturnType<typeof setTimeout> | undefined;
  stops.push(() => {
    clearTimeout(lateTimer);
    clearTimeout(addressTimer);
  });
  if (sources.has('navigation')) {
    // Routers change the address several times in one go; only where they end counts.
    const onAddress = (): void => {
      addressTimer ??= setTimeout(
        guarded(() => {
          addressTimer = undefined;
          if (recorder.follow()) arrive();
          else look();
        }),
      );
    };
    const onReturn = guarded(() => {
      if (recorder.comeBack()) arrive();
    });
    stops.push(watchNavigation(window, { onAddress, onReturn }));
  }
  recorder.follow();
  arrive();
  return () => {
    for (const stop of stops) stop();
  };
}

function whenParsed(run: () => void): () => void {
  if (document.readyState !== 'loading') {
    run();
    return () => undefined;
  }
  document.addEventListener('DOMContentLoaded', run, { once: true });
  return () => document.removeEventListener('DOMContentLoaded', run);
}
