import type { ServiceLink } from '../../../src/worker-client/service-link.js';

/**
 * Listens to every look for a newer snapshot: a page is told of each kind of error only once.
 *
 * @returns  Says why the last one that failed did, as a code `E_…`; undefined when none has.
 */
export function listenToRefusals(): () => string | undefined {
  let code: string | undefined;
  // A chunk that the SDK loads by itself, and not before it starts.
  void import('../../../src/worker-client/service-keeper.js').then(({ ServiceKeeper }) => {
    const { service } = ServiceKeeper.prototype;
    ServiceKeeper.prototype.service = async function () {
      const link = await service.call(this);
      return link && listened(link);
    };
  });
  return () => code;

  function listened(link: ServiceLink): ServiceLink {
    const refresh = async (): Promise<unknown> => {
      code = undefined;
      try {
        return await link.service.refresh();
      } catch (error) {
        code = `E_${(error as Error).name.toUpperCase()}`;
        throw error;
      }
    };
    const service = new Proxy(link.service, {
      get: (target, name) => (name === 'refresh' ? refresh : Reflect.get(target, name)),
    });
    return Object.create(link, { service: { value: service } });
  }
}
