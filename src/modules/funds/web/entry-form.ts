import { hundredthsOf, minorOf } from '../../../kernel/currency.ts';
import { settle } from '../../../kernel/refusal.ts';

/** Terms as a form holds them. */
export type TermsForm = { currency: string; rate?: string | null; rateSource?: string | null; rateOn?: string | null };

/** Terms as they are sent: 人民币 has none of its own. */
export const termsOf = ({ currency, rate, rateSource, rateOn }: TermsForm) =>
  currency === 'CNY'
    ? { currency, rate: null, rateSource: null, rateOn: null }
    : { currency, rate: rate?.trim() ?? null, rateSource: rateSource ?? null, rateOn: rateOn ?? null };

/** Hundredths, as amounts are typed, → minor units of the currency; throws what is finer than those. */
export const sentMinor = (hundredths: number, currency: string) => settle(minorOf(hundredths, currency));
export const sentPart = (hundredths: number | null | undefined, currency: string) =>
  hundredths === null || hundredths === undefined ? null : sentMinor(hundredths, currency);
export const typedMinor = (minor: number | null, currency: string) => (minor === null ? null : hundredthsOf(minor, currency));
export const orNull = (text: string | null | undefined) => text?.trim() || null;
