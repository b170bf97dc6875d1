import type { Sdk } from '../../index.js';

interface ProfileFile {
  events: { name: string; params: { item_id?: string } }[];
  /** The sum of events that the browser has lost. */
  earlier?: object;
}

/** Takes a "not for me" back: the profile is written out and read in again without it. @returns what became of it. */
export async function takeBack(sdk: Sdk, id: string): Promise<string> {
  const file = JSON.parse(await (await sdk.profile.export()).text()) as ProfileFile;
  const events = file.events.filter(({ name, params }) => name !== 'dismiss_item' || params.item_id !== id);
  // A sum has no single events, and no file brings it back.
  if (file.earlier || events.length === file.events.length) return 'Only erasing everything takes this back.';
  await sdk.profile.import(JSON.stringify({ ...file, events }), 'replace');
  return 'Taken back. It may be suggested again, from the next page on.';
}
