/** Signs that stand for one currency, or for the one that uses it most; `$` alone is the US dollar. */
const SIGNS: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '£': 'GBP',
  $: 'USD',
  US$: 'USD',
  C$: 'CAD',
  CA$: 'CAD',
  A$: 'AUD',
  AU$: 'AUD',
  NZ$: 'NZD',
  HK$: 'HKD',
  NT$: 'TWD',
  S$: 'SGD',
  R$: 'BRL',
  MX$: 'MXN',
  '¥': 'JPY',
  '￥': 'CNY',
  元: 'CNY',
  円: 'JPY',
  '₹': 'INR',
  RS: 'INR',
  'RS.': 'INR',
  '₩': 'KRW',
  '₽': 'RUB',
  '₺': 'TRY',
  '₴': 'UAH',
  '₪': 'ILS',
  '₫': 'VND',
  '฿': 'THB',
  '₱': 'PHP',
  '₦': 'NGN',
  ZŁ: 'PLN',
  KČ: 'CZK',
  FT: 'HUF',
  LEI: 'RON',
  'FR.': 'CHF',
  SFR: 'CHF',
};

/** Codes of ISO 4217 in which shops price their goods. */
const CODES = new Set(
  (
    'AED AFN ALL AMD ARS AUD AZN BAM BDT BGN BHD BND BOB BRL BWP BYN CAD CHF CLP CNY COP CRC CZK DKK DOP DZD EGP ETB ' +
    'EUR FJD GBP GEL GHS GTQ HKD HNL HRK HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KRW KWD KZT LAK LBP LKR ' +
    'LYD MAD MDL MKD MMK MNT MOP MUR MXN MYR NAD NGN NIO NOK NPR NZD OMR PAB PEN PHP PKR PLN PYG QAR RON RSD RUB RWF ' +
    'SAR SEK SGD SYP THB TND TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND XAF XOF YER ZAR ZMW'
  ).split(' '),
);

/** By ISO 4217. Not asked of `Intl`: what it says differs with its version, e.g. for IQD, and so would snapshots. */
const THREE_DECIMALS = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));

/** ISO 4217 code of a code or sign in any case; undefined when it is neither. */
export function parseCurrency(text: string): string | undefined {
  const upper = text.trim().toUpperCase();
  if (CODES.has(upper)) return upper;
  return Object.hasOwn(SIGNS, upper) ? SIGNS[upper] : undefined;
}

/** Dinars and rials have a thousand parts, so that three digits behind a dot are decimals. */
export const hasThreeDecimals = (currency: string | undefined): boolean =>
  currency !== undefined && THREE_DECIMALS.has(currency);
