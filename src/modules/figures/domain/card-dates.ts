import type { FigureKey } from './card.ts';

/** Figures that count by the date of a start or of production; which date that is — claimed, or an authority's — is a rule. */
export const datesCounted: Readonly<Partial<Record<FigureKey, 'started' | 'production'>>> = {
  started_count: 'started',
  start_rate: 'started',
  opened_count: 'started',
  waiting_count: 'started',
  new_count: 'started',
  continued_count: 'started',
  producing_count: 'production',
  production_rate: 'production',
  put_into_production_count: 'production',
};
