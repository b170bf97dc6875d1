import { createHash, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { ROLES, type SectionName } from '../../../src/core/snapshot/layout.js';
import type { EncodedSnapshot } from '../../../src/core/snapshot/snapshot-content.js';
import { inDays } from '../../support/in-days.js';
import { before, CURRENT, makeKey, next, now, type ReleaseShop, SUCCESSOR } from '../../support/release-shop.js';
import { type DraftSection, encodedOf, takeApart } from '../../support/snapshot-draft.js';
import type { Fault } from '../../support/snapshot-server.js';

/** What somebody does to a shop between two visits, with or without its key. */
export interface Attack {
  kind: string;
  name: string;
  act(shop: ReleaseShop): void;
  /** A browser that knows no release yet cannot tell. */
  onlyLater?: true;
}

/** Places of files in a manifest. The texts are what these releases differ in. */
const EMBEDDINGS = ROLES.indexOf('embeddings');
const CATALOG = ROLES.indexOf('catalog');

const endless: Fault = (response) => {
  const pour = (): void => {
    while (response.write(Buffer.alloc(65_536)));
    response.once('drain', pour);
  };
  pour();
};
const BOMB = gzipSync(Buffer.alloc(50_000_000));
const bomb: Fault = (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(BOMB);
const portal: Fault = (response) =>
  void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Welcome</title>');
const status =
  (code: number): Fault =>
  (response) =>
    void response.writeHead(code).end();
const cut: Fault = (response, bytes) => {
  response.writeHead(200, { 'content-length': bytes.length });
  response.write(bytes.subarray(0, 10), () => response.destroy());
};
const half: Fault = (response, bytes) => void response.end(bytes.subarray(0, bytes.length >> 1));
const redirected: Fault = (response) => void response.writeHead(302, { location: '/snapshot/manifest.json' }).end();

const successorText = JSON.stringify({ ...next.manifest, ...SUCCESSOR });
const deep = '['.repeat(20_000) + ']'.repeat(20_000);
/** Order of the group of Ed25519. */
const GROUP_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

/** The successor, with its signature changed. */
const withSignature =
  (change: (signature: Buffer, shop: ReleaseShop) => Uint8Array | undefined) =>
  (shop: ReleaseShop): void => {
    shop.publish(next, SUCCESSOR);
    const signature = sign(null, Buffer.from(successorText), shop.key.privateKey);
    shop.server.put('manifest.sig', change(signature, shop));
  };

/** The successor, with its manifest changed and not signed again. */
const withManifest =
  (change: (text: string) => string | Uint8Array) =>
  (shop: ReleaseShop): void => {
    shop.publish(next, SUCCESSOR);
    shop.server.put('manifest.json', Buffer.from(change(successorText)));
  };

/** The successor, signed by the shop's own key after it was made to lie. */
const signedLie =
  (edit: (text: string) => string) =>
  (shop: ReleaseShop): void =>
    shop.publish(next, SUCCESSOR, { edit });

const signedFields = (fields: object) => signedLie((text) => JSON.stringify({ ...JSON.parse(text), ...fields }));

/** The successor, with one thing on the way gone wrong. */
const withFault =
  (file: string | number, fault: Fault) =>
  (shop: ReleaseShop): void => {
    shop.publish(next, SUCCESSOR);
    shop.server.break(file, fault);
  };

/** A release with another snapshot or other numbers, rightly signed. */
const released =
  (snapshot: EncodedSnapshot, release: object) =>
  (shop: ReleaseShop): void =>
    shop.publish(snapshot, { ...SUCCESSOR, ...release });

/** Like S + L: the same point, written otherwise. */
function malleated(signature: Buffer): Buffer {
  const scalar = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + GROUP_ORDER;
  const high = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex').reverse();
  return Buffer.concat([signature.subarray(0, 32), high]);
}

/** The successor, signed, with one section of its data changed and every hash right. */
const signedData =
  (name: SectionName, change: (bytes: Uint8Array, view: DataView) => void) =>
  (shop: ReleaseShop): void => {
    const draft = takeApart(next);
    const sections = draft.files.flatMap((file) => file.sections);
    const { bytes } = sections.find((section) => section.name === name) as DraftSection;
    change(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length));
    shop.publish(encodedOf(draft), SUCCESSOR);
  };

/** The successor, whose files carry the names of its own and the bytes of another. */
function mixed(bytesOf: (i: number) => Uint8Array | undefined) {
  return (shop: ReleaseShop): void => {
    shop.publish(next, SUCCESSOR);
    for (const [i, { name }] of next.files.entries()) shop.server.put(name, bytesOf(i));
  };
}

/** A manifest that names some files of one snapshot and some of another, signed by the key of the shop. */
function signedMix(own: EncodedSnapshot, other: EncodedSnapshot, places: readonly number[]) {
  return (shop: ReleaseShop): void => {
    const files = own.manifest.files.map((file, i) => (places.includes(i) ? other.manifest.files[i] : file));
    shop.publish(own, { ...SUCCESSOR, files });
    for (const { name, bytes } of other.files) shop.server.put(name, bytes);
  };
}

const attacksOf = (kind: string, cases: Record<string, Attack['act']>, onlyLater?: true): Attack[] =>
  Object.entries(cases).map(([name, act]) => ({ kind, name, act, ...(onlyLater && { onlyLater }) }));

export const MANIFEST_ATTACKS: readonly Attack[] = [
  ...attacksOf('signature', {
    'no signature': withSignature(() => undefined),
    'an empty signature': withSignature(() => new Uint8Array()),
    'a signature one byte short': withSignature((signature) => signature.subarray(0, 63)),
    'a signature of zeros': withSignature(() => new Uint8Array(64)),
    'a signature of ones': withSignature(() => new Uint8Array(64).fill(255)),
    'a bit of its first half': withSignature((signature) => signature.map((byte, i) => (i === 3 ? byte ^ 1 : byte))),
    'a bit of its second half': withSignature((signature) => signature.map((byte, i) => (i === 40 ? byte ^ 1 : byte))),
    'the same signature written otherwise': withSignature(malleated),
    'the signature of the release before': withSignature((_, { key }) =>
      sign(null, Buffer.from(JSON.stringify({ ...now.manifest, ...CURRENT })), key.privateKey),
    ),
    'a signature of the hash': withSignature((_, { key }) =>
      sign(null, createHash('sha256').update(successorText).digest(), key.privateKey),
    ),
    'a signature in base64': withSignature((signature) => Buffer.from(signature.toString('base64'))),
    'a page in its place': withFault('manifest.sig', portal),
    'a signature without an end': withFault('manifest.sig', endless),
    'the right signature twice': withSignature((signature) => Buffer.concat([signature, signature])),
    'nine signatures, the last one right': withSignature((signature) =>
      Buffer.concat([...Array.from({ length: 8 }, () => Buffer.alloc(64)), signature]),
    ),
  }),
  ...attacksOf('wrong key', {
    'a stranger’s key': (shop) => shop.publish(next, SUCCESSOR, { keys: [shop.strangersKey] }),
    'eight strangers': (shop) => shop.publish(next, SUCCESSOR, { keys: Array.from({ length: 8 }, makeKey) }),
    'nobody’s: the snapshot as it was built': (shop) => shop.server.publish(next),
  }),
  ...attacksOf('changed manifest', {
    'a space more': withManifest((text) => `${text} `),
    'the same in other words': withManifest((text) => JSON.stringify(JSON.parse(text), undefined, 1)),
    'a byte order mark': withManifest((text) => `\ufeff${text}`),
    'UTF-16': withManifest((text) => Buffer.from(text, 'utf16le')),
    'a higher sequence': withManifest((text) => text.replace('"sequence":6', '"sequence":7')),
    'a later expiry': withManifest((text) => text.replace(SUCCESSOR.expires, inDays(900))),
    'another shop': withManifest((text) => text.replace('"tents"', '"other"')),
    'a hash of another file': withManifest((text) =>
      text.replaceAll(next.manifest.files[CATALOG].sha256, now.manifest.files[CATALOG].sha256),
    ),
    'fewer shoppers behind it': withManifest((text) => text.replace('"minShoppers":1', '"minShoppers":9')),
    'a field twice': withManifest((text) => text.replace('{', '{"sequence":9,')),
  }),
  ...attacksOf(
    'rollback',
    {
      'the release before': released(before, { sequence: 4 }),
      'the first release': released(before, { sequence: 1 }),
      'the content in use with the number before': released(now, { sequence: 4 }),
      'the release before, built just now': (shop) =>
        shop.publish(
          { ...before, manifest: { ...before.manifest, builtAt: '2030-01-01T00:00:00Z' } },
          { ...CURRENT, sequence: 4 },
        ),
      'a field twice, of which the lower one counts': (shop) =>
        shop.publish(before, SUCCESSOR, { edit: (text) => text.replace('"sequence":6', '"sequence":6,"sequence":4') }),
    },
    true,
  ),
  ...attacksOf(
    'split view',
    {
      'another snapshot of the same number': released(next, { sequence: 5 }),
      'another minimum of shoppers under the same number': (shop) =>
        shop.publish({ ...now, manifest: { ...now.manifest, version: '0123456789abcdef' } }, CURRENT),
    },
    true,
  ),
  ...attacksOf('freeze and expiry', {
    'a release that expired yesterday': released(next, { expires: inDays(-1) }),
    'a release that expired a second ago': released(next, { expires: new Date(Date.now() - 1000).toISOString() }),
    'a release of long ago with a high number': released(next, { sequence: 900, expires: '2001-01-01T00:00:00Z' }),
    'an expiry that is no date': signedFields({ expires: '2030-99-99T99:99:99Z' }),
    'an expiry in local time': signedFields({ expires: '2030-01-01T00:00:00+02:00' }),
    'an expiry in ms': signedFields({ expires: Date.now() + 1e9 }),
    'no expiry': signedFields({ expires: undefined }),
  }),
  ...attacksOf('fast-forward', {
    'a sequence of 2^53': signedFields({ sequence: 2 ** 53 }),
    'a sequence of 1e308': signedFields({ sequence: 1e308 }),
    'a sequence below zero': signedFields({ sequence: -6 }),
    'half a sequence': signedFields({ sequence: 6.5 }),
    'a sequence in words': signedFields({ sequence: '6' }),
    'no sequence': signedFields({ sequence: undefined }),
  }),
  ...attacksOf(
    'other shop',
    {
      'another shop of the same owner': released(next, { shopId: 'teapots' }),
      'a shop in capitals': released(next, { shopId: 'TENTS' }),
    },
    true,
  ),
  ...attacksOf('other shop', {
    'a shop that looks alike': signedFields({ shopId: 'tеnts' }),
    'a shop with a path': signedFields({ shopId: '../tents' }),
    'no shop': signedFields({ shopId: undefined }),
  }),
  ...attacksOf('mix and match', {
    'the texts of the release before': mixed((i) => (i === CATALOG ? before : next).files[i].bytes),
    'all files of the release before': mixed((i) => before.files[i].bytes),
    'files in each other’s place': mixed((i) => next.files[(i + 1) % next.files.length].bytes),
    'a file missing': mixed((i) => (i === CATALOG ? undefined : next.files[i].bytes)),
    'no file at all': mixed(() => undefined),
    'the manifest of the next, the signature of this': (shop) => {
      shop.publish(now, CURRENT);
      shop.server.put('manifest.json', Buffer.from(successorText));
    },
    'files of a smaller snapshot, signed': signedMix(next, smaller(), [EMBEDDINGS]),
    'a role twice, signed': signedLie((text) => {
      const manifest = JSON.parse(text);
      manifest.files[1] = manifest.files[0];
      return JSON.stringify(manifest);
    }),
  }),
  ...attacksOf('endless data', {
    'a manifest without an end': withFault('manifest.json', endless),
    'a manifest that unpacks without an end': withFault('manifest.json', bomb),
    'a signed manifest of a megabyte': signedLie((text) => text.padEnd(1 << 20)),
    'a file without an end': withFault(CATALOG, endless),
    'a file that unpacks without an end': withFault(CATALOG, bomb),
    'a gigabyte for twenty items, signed': signedLie((text) => text.replace(/"bytes":\d+/, '"bytes":1073741824')),
    'more than a gigabyte, signed': signedLie((text) => text.replace(/"bytes":\d+/, '"bytes":9007199254740991')),
    'five million items, signed': signedFields({ items: 5_000_000 }),
    'a file that is cut off': withFault(CATALOG, cut),
    'a file of half its length': withFault(CATALOG, half),
    'a manifest that is cut off': withFault('manifest.json', cut),
    'a page in the place of the manifest': withFault('manifest.json', portal),
    'an error in the place of a file': withFault(CATALOG, status(500)),
    'nothing in the place of the manifest': withFault('manifest.json', status(200)),
    'a file that is somewhere else': withFault(CATALOG, redirected),
  }),
  ...attacksOf('signed nonsense', {
    'another format': signedFields({ format: 'other' }),
    'a format to come': signedFields({ formatVersion: 99 }),
    'deep JSON': signedLie((text) => text.replace('"format":', `"format":${deep},"f":`)),
    'deep JSON in a file': signedLie((text) => text.replace('"role":', `"role":${deep},"f":`)),
    ['__proto__']: signedLie((text) => text.replace('{', '{"__proto__":{"files":[]},')),
    'all in __proto__': signedLie((text) => `{"__proto__":${text}}`),
    'a file of another folder': signedLie((text) => text.replace('"name":"', '"name":"../')),
    'a file of another host': signedLie((text) => text.replace('"name":"', '"name":"https://other.test/')),
    'text that is not UTF-8': (shop) => {
      shop.server.publish(next);
      shop.publishText(Buffer.concat([Buffer.from(successorText.slice(0, -1)), Buffer.from([0xc0, 0xaf, 0x7d])]));
    },
    'no object': signedLie((text) => `[${text}]`),
    nothing: signedLie(() => ''),
  }),
  ...attacksOf('signed lies in data', {
    'codes of 0': signedData('codes', (bytes) => bytes.fill(0)),
    'codes above 127': signedData('codes', (bytes) => bytes.fill(128)),
    'lengths without an end': signedData('idLengths', (bytes) => bytes.fill(0xff)),
    'an endless price': signedData('price', (_, view) => view.setFloat32(0, Infinity, true)),
    'ids that are not UTF-8': signedData('idBytes', (bytes) => bytes.set([0xc0, 0xaf])),
    'ids in no order': signedData('idOrder', (bytes) => bytes.fill(0)),
    'offsets beyond the end': signedData('chunkOffsets', (_, view) => view.setUint32(4, 0xffffffff, true)),
  }),
];

/** The same shop with one item less. */
function smaller(): EncodedSnapshot {
  const draft = takeApart(next);
  const file = draft.files[EMBEDDINGS];
  file.header.items--;
  file.sections[0].bytes = file.sections[0].bytes.slice(0, -256);
  return encodedOf(draft);
}
