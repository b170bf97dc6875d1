import { type Endpoint, expose, wrap } from 'comlink';
import { afterEach, expect, test } from 'vitest';
import { packError, reviveError } from '../../../src/core/travelling-error.js';
import { type ErrorCode, WindowshopError } from '../../../src/core/windowshop-error.js';

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** What arrives on the other side of a real channel when a call rejects with this. */
async function sendThrough(error: unknown): Promise<unknown> {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  expose({ fail: () => Promise.reject(packError(error)) }, port1 as unknown as Endpoint);
  const remote = wrap<{ fail(): Promise<void> }>(port2 as unknown as Endpoint);
  return remote.fail().catch((arrived: unknown) => arrived);
}

test.each<ErrorCode>(['snapshot_unreachable', 'snapshot_invalid', 'device_lost'])(
  '%s arrives as what it was, with a hint',
  async (code) => {
    const revived = reviveError(await sendThrough(new WindowshopError(code, 'items.bin: too short')));
    expect(revived).toBeInstanceOf(WindowshopError);
    expect(revived).toMatchObject({ code, message: 'items.bin: too short', hint: expect.any(String) });
  },
);

test('an error of another kind is none of ours', async () => {
  const arrived = await sendThrough(new TypeError('x is undefined'));
  expect(arrived).toMatchObject({ name: 'TypeError', message: 'x is undefined' });
  expect(reviveError(arrived)).toBeUndefined();
  expect(reviveError('text')).toBeUndefined();
  expect(reviveError(Object.assign(new Error('x'), { name: 'toString' }))).toBeUndefined();
});
