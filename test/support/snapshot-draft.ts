import { createHash } from 'node:crypto';
import { readSectionTable } from '../../src/core/snapshot/decode-snapshot.js';
import { toHex } from '../../src/core/snapshot/encode-snapshot.js';
import { packHead, unpackHead } from '../../src/core/snapshot/head.js';
import {
  alignSection,
  ENTRY_BYTES,
  type FileRole,
  FORMAT_VERSION,
  HEADER_BYTES,
  MAGIC,
  ROLES,
  type Role,
  SECTIONS,
  type SectionName,
} from '../../src/core/snapshot/layout.js';
import { fileName, type Manifest } from '../../src/core/snapshot/manifest.js';
import type { EncodedSnapshot } from '../../src/core/snapshot/snapshot-content.js';

/** A snapshot taken apart, each part of which may be made to lie. */
export interface Draft {
  /** What the manifest says beside its files. */
  fields: Record<string, unknown>;
  files: DraftFile[];
  head?: Draft;
}

export interface DraftFile {
  role: FileRole;
  /** What its header says. */
  header: { magic: number; version: number; role: number; items: number; sections?: number };
  sections: DraftSection[];
  /** Bytes behind the last section. */
  tail: Uint8Array;
}

export interface DraftSection {
  name: SectionName;
  id: number;
  bytes: Uint8Array;
  /** What its entry says, where that is not the truth. */
  lie: { offset?: number; length?: number };
  /** Bytes between the section before it and this one, beside those that alignment asks for. */
  gap: number;
}

/** A snapshot as it lies on a server. */
export interface Served {
  manifest: Uint8Array;
  files: Map<string, Uint8Array>;
}

export const takeApart = ({ manifest, files }: EncodedSnapshot): Draft => {
  const { files: described, ...fields } = manifest;
  const head = described[0].role === 'head' ? unpackHead(files[0].bytes) : undefined;
  return {
    fields: { ...fields },
    files: described.flatMap(({ role }, i) =>
      role === 'head' ? [] : [fileDraft(role, files[i].bytes, manifest.items)],
    ),
    ...(head && {
      head: takeApart({
        manifest: head.manifest,
        files: ROLES.map((role) => ({ name: role, bytes: head.files[role].slice() })),
      }),
    }),
  };
};

function fileDraft(role: Role, file: Uint8Array, items: number): DraftFile {
  return {
    role,
    header: { magic: MAGIC, version: FORMAT_VERSION, role: ROLES.indexOf(role), items },
    sections: readSectionTable(role, file, items).map(({ name, offset, bytes }) => ({
      name,
      id: SECTIONS[name].id,
      bytes: file.slice(offset, offset + bytes),
      lie: {},
      gap: 0,
    })),
    tail: new Uint8Array(),
  };
}

/** Puts a snapshot together, with the hash of everything as it is now: what a builder does who lies. */
export function seal(draft: Draft): Served {
  const encoded = encodedOf(draft);
  return {
    manifest: Buffer.from(JSON.stringify(encoded.manifest)),
    files: new Map(encoded.files.map(({ name, bytes }) => [name, bytes])),
  };
}

export function encodedOf(draft: Draft): EncodedSnapshot {
  const parts = draft.files.map((file) => ({ role: file.role, bytes: layOut(file) }));
  if (draft.head) parts.unshift({ role: 'head', bytes: packHead(encodedOf(draft.head)) });
  const files = parts.map(({ role, bytes }) => {
    const sha256 = toHex(createHash('sha256').update(bytes).digest());
    return { role, name: fileName(role, sha256), bytes: bytes.length, sha256 };
  });
  return {
    manifest: { ...draft.fields, files } as unknown as Manifest,
    files: files.map(({ name }, i) => ({ name, bytes: parts[i].bytes })),
  };
}

function layOut({ header, sections, tail }: DraftFile): Uint8Array {
  let length = HEADER_BYTES + sections.length * ENTRY_BYTES;
  const placed = sections.map((section) => {
    const offset = alignSection(length) + section.gap;
    length = offset + section.bytes.length;
    return { ...section, offset };
  });
  const file = new Uint8Array(length + tail.length);
  const view = new DataView(file.buffer);
  view.setUint32(0, header.magic, true);
  view.setUint16(4, header.version, true);
  view.setUint16(6, header.role, true);
  view.setUint32(8, header.items, true);
  view.setUint32(12, header.sections ?? sections.length, true);
  for (const [i, { id, bytes, lie, offset }] of placed.entries()) {
    const entry = HEADER_BYTES + i * ENTRY_BYTES;
    view.setUint32(entry, id, true);
    view.setUint32(entry + 4, lie.offset ?? offset, true);
    view.setUint32(entry + 8, lie.length ?? bytes.length, true);
    file.set(createHash('sha256').update(bytes).digest(), entry + 16);
    file.set(bytes, offset);
  }
  file.set(tail, length);
  return file;
}
