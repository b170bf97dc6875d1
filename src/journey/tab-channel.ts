/** What a tab tells the others. */
export type TabMessage = 'changed' | 'erased';

export interface TabChannel {
  tell(message: TabMessage): void;
  close(): void;
}

/**
 * Speaks with the journals of other tabs. Messages only make them look sooner: what a tab may write is decided by the
 * journal itself, in the transaction of the write.
 */
export function openTabChannel(onMessage: (message: TabMessage) => void): TabChannel {
  let channel: BroadcastChannel;
  try {
    channel = new BroadcastChannel('windowshop');
  } catch {
    // No such thing here, or an opaque origin: other tabs are then noticed at the next write.
    return { tell: () => {}, close: () => {} };
  }
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data === 'changed' || data === 'erased') onMessage(data);
  };
  return { tell: (message) => channel.postMessage(message), close: () => channel.close() };
}
