import { api } from '../../../web/api.ts';
import { formsContract } from '../contract.ts';

export const forms = api(formsContract);
export const formQuery = (id: string) => ({ queryKey: ['form', id], queryFn: () => forms.get({ params: { id } }) });
export const fillingQuery = (id: string) => ({ queryKey: ['form-filling', id], queryFn: () => forms.filling({ params: { id } }) });
export const fieldsQuery = { queryKey: ['form-fields'], queryFn: async () => (await forms.fields({})).sources, staleTime: Infinity };
