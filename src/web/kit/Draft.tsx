import { useQuery } from '@tanstack/react-query';
import { Alert, Button, type FormInstance } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useMe } from '../session.ts';
import { useText } from '../text.ts';
import { type Stored, storedDraft, useDraftStore } from './draft-store.ts';

type Body = Record<string, unknown>;

/** Draws a form once it is known what was kept of it; without an answer it begins anew. */
export function WithDraft<T extends Body>({ form, children }: { form: string; children: (stored: Stored<T> | null) => ReactNode }) {
  const personId = useMe().person.id;
  const { data, isPending } = useQuery({
    queryKey: ['draft', form],
    queryFn: () => storedDraft(form, personId).catch(() => null),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (isPending) return null;
  return children((data ?? null) as Stored<T> | null);
}

type How = Readonly<{
  /** What of the form is kept; all of it when not said. Null: there is nothing to keep. */
  kept?: (fields: Body) => Body | null;
  /** What is put back into the form of what was kept. */
  restored?: (body: Body) => Body;
}>;
const asItIs = (body: Body) => body;

/** Keeps an unfinished form under a name, inside <WithDraft>. Wire `save` to the form's onValuesChange and call `drop` once it is sent. */
export function useDraft(name: string, form: FormInstance, stored: Stored<Body> | null, { kept = asItIs, restored = asItIs }: How = {}) {
  const { keep, drop: remove } = useDraftStore(name);
  const [start] = useState(() => (stored ? restored(stored.body) : {}));
  const [restoredAt, setRestoredAt] = useState(() => (stored && Object.keys(start).length > 0 ? stored.updatedAt : null));
  useEffect(() => form.setFieldsValue(start), [form, start]);
  const save = () => {
    const body = kept(form.getFieldsValue(true) as Body);
    if (body) keep(body);
  };
  const drop = () => {
    remove();
    setRestoredAt(null);
  };
  const discard = () => {
    drop();
    form.resetFields();
  };
  return { restoredAt, save, drop, discard };
}

/** Says that a draft was brought back, and lets it go. */
export function DraftNotice({ draft }: { draft: Readonly<{ restoredAt: string | null; discard: () => void }> }) {
  const t = useText();
  if (!draft.restoredAt) return null;
  const time = new Date(draft.restoredAt).toLocaleString();
  return (
    <Alert
      type="info"
      showIcon
      title={t('kit.draft.restored', { time })}
      action={
        <Button size="small" onClick={draft.discard}>
          {t('kit.draft.discard')}
        </Button>
      }
    />
  );
}
