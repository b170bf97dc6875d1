import { startPatience } from './patience.js';
import { toTrustedMarkup } from './trusted-types.js';

/** A frame with nothing to download is there within 40 ms, by measurement; a busy phone may take long to come to it. */
const LOAD_MS = 3000;

/** A hidden frame of the page's own origin, whose policy also binds each worker that is made from it. */
export interface ContainmentFrame {
  /** Its window, once it is there; `Blob`, `URL` and `Worker` of that make a worker under its policy. Rejects when it does not come. */
  readonly loaded: Promise<Window & typeof globalThis>;
  /** False = the page has taken it out, and its workers have ended. */
  readonly isInPage: boolean;
  close(): void;
}

/**
 * Opens a frame in which no request is possible but for files beside the manifest.
 *
 * It stands in a shadow tree, where neither `window.frames` nor the page's style sheets and scripts come across it. The
 * page's own policy holds in it too: what that refuses is refused here.
 *
 * @param manifestUrl  Absolute.
 * @throws TypeError where Trusted Types do not allow it, or no policy can name the address.
 */
export function openContainmentFrame(manifestUrl: string): ContainmentFrame {
  const frame = document.createElement('iframe');
  frame.srcdoc = toTrustedMarkup(
    `<!doctype html><meta http-equiv="Content-Security-Policy" content="${containmentPolicy(manifestUrl)}">`,
  );
  const host = document.createElement('div');
  host.hidden = true;
  host.inert = true;
  host.ariaHidden = 'true';
  host.attachShadow({ mode: 'closed' }).append(frame);
  const loaded = new Promise<Window & typeof globalThis>((resolve, reject) => {
    const stopWaiting = startPatience(LOAD_MS, () => reject(new Error(`the frame did not load within ${LOAD_MS} ms`)));
    frame.addEventListener('load', () => {
      stopWaiting();
      resolve(frame.contentWindow as Window & typeof globalThis);
    });
    (document.body ?? document.documentElement).append(host);
    // A page that lets nothing of others in takes it out at once.
    setTimeout(() => host.isConnected || reject(new Error('the page took the frame out')));
  });
  return {
    loaded,
    get isInPage() {
      return host.isConnected;
    },
    close: () => host.remove(),
  };
}

/**
 * Lets a worker from source run, WASM in it, and requests go to the manifest's folder.
 *
 * @param manifestUrl  Absolute; its query plays no part.
 * @throws TypeError when the host is an IPv6 address, which policies cannot name.
 */
function containmentPolicy(manifestUrl: string): string {
  const folder = new URL('.', manifestUrl);
  if (folder.hostname.startsWith('[')) throw new TypeError(`no policy can name ${folder.host}`);
  // A semicolon or a comma would end the directive, an ampersand is a character reference of HTML.
  const source = (folder.origin + folder.pathname).replace(/[;,&]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `default-src 'none'; script-src 'wasm-unsafe-eval'; worker-src blob:; connect-src ${source}`;
}
