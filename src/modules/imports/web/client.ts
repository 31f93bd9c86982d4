import { api } from '../../../web/api.ts';
import { importsContract } from '../contract.ts';

export const imports = api(importsContract);

export const kindsQuery = { queryKey: ['import-kinds'], queryFn: () => imports.kinds({}), staleTime: 300_000 };
/** Everything about one import; what was read from its file is kept apart, since the file does not change. */
export const importKey = (id: string) => ['import', id] as const;
