import { Alert, Button, type FormInstance } from 'antd';
import { useEffect, useState } from 'react';
import { useText } from '../text.ts';

type Stored = { at: string; values: Record<string, unknown> };

/** Keeps an unfinished form in this browser under a name. Wire `save` to the form's onValuesChange and call `drop` once it is sent. */
export function useDraft(name: string, form: FormInstance) {
  const storageKey = `zhuchao.draft.${name}`;
  const [stored] = useState(() => read(storageKey));
  const [restoredAt, setRestoredAt] = useState(stored?.at ?? null);
  useEffect(() => {
    if (stored) form.setFieldsValue(stored.values);
  }, [stored, form]);
  const save = () => localStorage.setItem(storageKey, JSON.stringify({ at: new Date().toISOString(), values: form.getFieldsValue(true) }));
  const drop = () => {
    localStorage.removeItem(storageKey);
    setRestoredAt(null);
  };
  const discard = () => {
    drop();
    form.resetFields();
  };
  return { restoredAt, save, drop, discard };
}

function read(storageKey: string): Stored | null {
  const text = localStorage.getItem(storageKey);
  return text === null ? null : (JSON.parse(text) as Stored);
}

/** Says that a draft was brought back, and lets it go. */
export function DraftNotice({ draft }: { draft: Pick<ReturnType<typeof useDraft>, 'restoredAt' | 'discard'> }) {
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
