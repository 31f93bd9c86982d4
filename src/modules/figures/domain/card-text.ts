/** The words of a 口径卡 in one language. */
export type CardText = Readonly<{
  name: string;
  definition: string;
  numerator?: string;
  denominator?: string;
  cohort: string;
  exclusions: string;
  dateUsed: string;
  source: string;
  difference: string;
}>;
