export type {
  CaptureSource,
  Consent,
  ConsentApi,
  ConsentState,
  InitOptions,
  Profile,
  ProfileApi,
  RecommendRequest,
  RecommendResult,
  Reranked,
  RerankOptions,
  Sdk,
  SdkEventMap,
  SiteConfig,
  SnapshotApi,
  SnapshotInfo,
  Taste,
} from './api/sdk.js';
export { version } from './api/version.js';
export type { WindowshopQueue } from './api/window.js';
export type {
  EventItem,
  EventMap,
  EventName,
  ExtraEvents,
  Ga4Events,
  PageType,
} from './core/journey-event.js';
export type { ItemId, Product } from './core/product.js';
export type { RankedItem, Reason, ReasonCode, Strategy } from './core/recommendation.js';
export type { Condition, Filter, NamedRule, Rules } from './core/rules.js';
export type { DeviceName } from './core/scoring-protocol.js';
export { type ErrorCode, WindowshopError } from './core/windowshop-error.js';
export { init } from './sdk/init.js';
