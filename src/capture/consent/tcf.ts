import type { Purpose, Signal } from './signal.js';

/** IAB purposes that must all be agreed to. */
const NEEDED: Record<Purpose, readonly number[]> = {
  personalization_storage: [1, 5, 6],
  analytics_storage: [1, 8],
};

export interface TcData {
  eventStatus?: string;
  gdprApplies?: boolean;
  listenerId?: number;
  purpose?: { consents?: Record<string, boolean> };
}

export type TcfApi = (
  command: string,
  version: 2,
  callback: (data: TcData | undefined, success: boolean) => void,
  parameter?: number,
) => void;

/** What a consent string says; nothing while the shopper is still being asked, or where the law does not apply. */
export function tcfSignal(data: TcData): Signal {
  const isChoice = data.eventStatus === 'tcloaded' || data.eventStatus === 'useractioncomplete';
  if (!isChoice || data.gdprApplies === false) return {};
  const consents = data.purpose?.consents ?? {};
  const stateOf = (purpose: Purpose): 'granted' | 'denied' =>
    NEEDED[purpose].every((number) => Object.hasOwn(consents, number) && consents[number] === true)
      ? 'granted'
      : 'denied';
  return {
    personalization_storage: stateOf('personalization_storage'),
    analytics_storage: stateOf('analytics_storage'),
  };
}

/** Listens to the consent manager. Returns the function that takes the listener off. */
export function watchTcf(api: TcfApi, onSignal: (signal: Signal) => void): () => void {
  let listenerId: number | undefined;
  let isOn = true;
  api('addEventListener', 2, (data, success) => {
    if (!success || !data) return;
    listenerId = data.listenerId;
    if (isOn) onSignal(tcfSignal(data));
  });
  return () => {
    isOn = false;
    if (listenerId !== undefined) api('removeEventListener', 2, () => undefined, listenerId);
  };
}
