import type { CaptureHost } from '../api/capture-host.js';
import type { CaptureSource, Consent } from '../api/sdk.js';

export interface PageWatchOptions {
  page: Window;
  sources: readonly CaptureSource[];
  /** Undefined where no signal can change the consent any more. */
  dataLayerName: string | undefined;
  host: CaptureHost;
  onConsent: (consent: Consent) => void;
  /** The page came back from the back/forward cache. */
  onReturn: () => void;
}

export interface PageWatch {
  /** The page's consent signals are known, as far as they are there. */
  started: Promise<void>;
  /** Takes every hook off the page again. */
  stop: () => void;
}

/** Puts every hook on the page that the SDK has there. */
export function watchPage({ page, sources, dataLayerName, host, onConsent, onReturn }: PageWatchOptions): PageWatch {
  const onPageShow = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) onReturn();
  };
  page.addEventListener('pageshow', onPageShow);
  const stops = [() => page.removeEventListener('pageshow', onPageShow)];
  let isStopped = false;
  const start = async (): Promise<void> => {
    if (dataLayerName === undefined && sources.length === 0) return;
    const { startCapture, watchConsentSignals } = await import('../capture/index.js');
    if (isStopped) return;
    if (dataLayerName !== undefined) stops.push(watchConsentSignals({ dataLayerName, onChange: onConsent }));
    stops.push(startCapture(host, { sources }));
  };
  return {
    started: start().catch((error: unknown) => host.report(error)),
    stop() {
      isStopped = true;
      for (const stop of stops) stop();
    },
  };
}
