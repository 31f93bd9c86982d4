import { api } from '../../../web/api.ts';
import { collectionsContract } from '../contract.ts';

export const collections = api(collectionsContract);
export const collectionQuery = (id: string, round?: number) => ({
  queryKey: ['collection', id, round ?? 'newest'],
  queryFn: () => collections.get({ params: { id }, query: { round } }),
});
export const sheetQuery = (id: string, unitId: string, round?: number) => ({
  queryKey: ['collection', id, 'sheet', unitId, round ?? 'newest'],
  queryFn: () => collections.sheet({ params: { id, unitId }, query: { round } }),
});
