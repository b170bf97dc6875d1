import { afterEach, describe, expect, test, vi } from 'vitest';
import type { JournalChange } from '../../src/journey/journal.js';
import { MemoryJournal } from '../../src/journey/memory-journal.js';
import { openTabChannel, type TabMessage } from '../../src/journey/tab-channel.js';
import { NOW, UNLIMITED, view } from './journal.contract.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  vi.unstubAllGlobals();
  for (const one of open.splice(0)) await one.close();
});

function openTab(contents?: ConstructorParameters<typeof MemoryJournal>[0]['contents']) {
  const changes: JournalChange[] = [];
  const journal = new MemoryJournal({
    retention: UNLIMITED,
    now: () => NOW,
    onChange: (change) => changes.push(change),
    ...(contents && { contents }),
  });
  open.push(journal);
  return { journal, changes };
}

/** Another tab, as far as messages are concerned. */
function listen() {
  const heard: TabMessage[] = [];
  const channel = openTabChannel((message) => heard.push(message));
  open.push(channel);
  return { channel, heard };
}

/** Messages arrive in order: when one more has, all before it have. */
async function untilHeard(count: number, heard: readonly TabMessage[], last: { tell(message: TabMessage): void }) {
  last.tell('changed');
  await vi.waitFor(() => expect(heard).toHaveLength(count + 1));
}

describe('a journal in memory', () => {
  test('goes on from what it is given, of which it keeps a list of its own', async () => {
    const given = { events: [view('a')], paused: true, base: undefined };
    const { journal } = openTab(given);
    expect(await journal.open()).toEqual(given);
    await journal.setPaused(false);
    await journal.append(view('b'));
    expect((await journal.open()).events).toEqual([view('a'), view('b')]);
    expect(given.events).toEqual([view('a')]);
  });

  test('tells each change as what it is', async () => {
    const { journal, changes } = openTab();
    await journal.append(view('a'));
    await journal.setPaused(true);
    await journal.import([view('b')], 'replace');
    await journal.clear();
    expect(changes).toEqual([
      { kind: 'added', events: [view('a')] },
      { kind: 'paused', paused: true },
      { kind: 'replaced', events: [view('b')], paused: true, base: undefined },
      { kind: 'replaced', events: [], paused: true, byErasure: false },
    ]);
  });

  test('is emptied by the erasure of another tab, and by nothing else that one says', async () => {
    const { journal, changes } = openTab();
    await journal.append(view('a'));
    const other = listen();
    const third = listen();
    other.channel.tell('changed');
    await untilHeard(1, third.heard, other.channel);
    expect((await journal.open()).events).toEqual([view('a')]);
    other.channel.tell('erased');
    await vi.waitFor(async () => expect((await journal.open()).events).toEqual([]));
    expect(changes.at(-1)).toEqual({ kind: 'replaced', events: [], paused: false, byErasure: true });
  });

  test('tells others of its erasure, and of nothing else', async () => {
    const { heard } = listen();
    const { journal } = openTab();
    await journal.append(view('a'));
    await journal.setPaused(true);
    await journal.import([view('b')], 'merge');
    await journal.clear();
    await vi.waitFor(() => expect(heard).toEqual(['erased']));
  });

  test('that is closed hears no more', async () => {
    const { journal, changes } = openTab();
    await journal.close();
    const other = listen();
    const third = listen();
    other.channel.tell('erased');
    await untilHeard(1, third.heard, other.channel);
    expect(changes).toEqual([]);
  });
});

describe('the channel between tabs', () => {
  test('passes on what tabs say, and nothing that others do', async () => {
    const { heard } = listen();
    const stranger = new BroadcastChannel('windowshop');
    open.push(stranger);
    for (const message of ['changed', 'reload', { type: 'erased' }, 'erased']) stranger.postMessage(message);
    await vi.waitFor(() => expect(heard).toEqual(['changed', 'erased']));
  });

  test('of another name is not heard', async () => {
    const { heard } = listen();
    const shops = new BroadcastChannel('');
    open.push(shops);
    shops.postMessage('erased');
    const third = listen();
    await untilHeard(0, heard, third.channel);
    expect(heard).toEqual(['changed']);
  });

  test('is silent where there is none', () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    const { channel } = listen();
    expect(() => channel.tell('erased')).not.toThrow();
    channel.close();
  });
});
