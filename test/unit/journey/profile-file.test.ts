import { afterEach, describe, expect, test } from 'vitest';
import { missingEvents, readProfileFile, writeProfileFile } from '../../../src/core/journey/profile-file.js';
import { event, view } from './events.js';

const NOW = Date.parse('2026-06-15T12:00:00Z');
const events = [view('a', NOW - 2), event('add_to_cart', { items: [{ item_id: 'a', price: 2.5 }] }, NOW - 1)];

describe('a profile file', () => {
  test('gives back the events that were written', () => {
    expect(readProfileFile(writeProfileFile(events, false, NOW), NOW)).toEqual(events);
  });

  test('says what it is', () => {
    expect(JSON.parse(writeProfileFile([], true, NOW))).toEqual({
      ...{ format: 'windowshop-profile', formatVersion: 1 },
      ...{ exportedAt: '2026-06-15T12:00:00.000Z', paused: true, events: [] },
    });
  });

  test.each([
    ['no JSON', '{"format"', 'it is not JSON'],
    ['a list', '[]', 'its format is not "windowshop-profile"'],
    ['another file', '{"format":"photo"}', 'its format is not "windowshop-profile"'],
    ['a later version', '{"format":"windowshop-profile","formatVersion":2}', 'its formatVersion is 2'],
    ['no events', '{"format":"windowshop-profile","formatVersion":1}', 'it has no list of events'],
  ])('is refused for %s', (_, content, problem) => {
    expect(() => readProfileFile(content, NOW)).toThrow(expect.objectContaining({ code: 'profile_invalid' }));
    expect(() => readProfileFile(content, NOW)).toThrow(problem);
  });

  test.each([
    [{ name: 'levitate', params: {}, timestamp: 1 }, 'event 1: record: there is no event "levitate"'],
    [{ name: 'view_item', params: { items: [] }, timestamp: 1 }, 'event 1: view_item: items is missing'],
    [{ name: 'page_view', params: {} }, 'event 1: without timestamp'],
    [null, 'event 1: not an object'],
  ])('is refused whole for one bad event: %o', (bad, problem) => {
    const content = JSON.stringify({ format: 'windowshop-profile', formatVersion: 1, events: [events[0], bad] });
    expect(() => readProfileFile(content, NOW)).toThrow(problem);
  });
});

describe('merging', () => {
  test('adds nothing that is there already', () => {
    expect(missingEvents(events, readProfileFile(writeProfileFile(events, false, NOW), NOW))).toEqual([]);
  });

  test('adds an event as often as it is missing', () => {
    expect(missingEvents([view('a', 1)], [view('a', 1), view('a', 1), view('b', 1)])).toEqual([
      view('a', 1),
      view('b', 1),
    ]);
  });
});

describe('on a page whose libraries patch prototypes', () => {
  afterEach(() => {
    Reflect.deleteProperty(Array.prototype, 'toJSON');
    Reflect.deleteProperty(Object.prototype, 'toJSON');
  });

  test.each([Array.prototype, Object.prototype])('a file is written all the same', (prototype) => {
    Object.defineProperty(prototype, 'toJSON', { value: () => 'patched', configurable: true });
    const file = writeProfileFile(events, false, NOW);
    Reflect.deleteProperty(prototype, 'toJSON');
    expect(readProfileFile(file, NOW)).toEqual(events);
  });
});
