import { useQueryClient } from '@tanstack/react-query';
import { Button, Progress, Radio } from 'antd';
import { useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { addressOf, upload } from '../../../web/api.ts';
import { FilePicker } from '../../../web/kit/FilePicker.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useLanguage, useText } from '../../../web/text.ts';
import { importsContract } from '../contract.ts';
import type { ImportKindView } from '../domain/import-view.ts';
import { importKey } from './client.ts';

const endings = ['.xlsx', '.xls', '.xlsb', '.xlsm', '.et', '.ods', '.csv', '.txt', '.tsv'] as const;
const maxMb = 100;

/** Step 1: what kind of list it is, and the file. Templates of that kind lie beside it. */
export function BringFile({ kinds }: { kinds: readonly ImportKindView[] }) {
  const t = useText();
  const language = useLanguage();
  const [search, setSearch] = useSearchParams();
  const kind = kinds.find((k) => k.key === search.get('kind')) ?? kinds[0]!;
  const sending = useSending(kind.key);
  const template = (filled: 'yes' | 'no') => addressOf(importsContract.template, { params: { kind: kind.key }, query: { filled } });
  return (
    <section className="import-part" aria-label={t('imports.step.file')}>
      <h2>{t('imports.step.file')}</h2>
      <div className="import-kinds">
        <Radio.Group
          aria-label={t('imports.kind')}
          optionType="button"
          value={kind.key}
          disabled={sending.share !== null}
          onChange={(e) => setSearch({ kind: String(e.target.value) }, { replace: true })}
          options={kinds.map((k) => ({ value: k.key, label: k[language] }))}
        />
        <span className="hint">{t(`imports.about.${kind.key}`)}</span>
      </div>
      <FilePicker accept={endings} maxMb={maxMb} onPick={sending.send} file={sending.file} disabled={sending.share !== null} />
      {sending.share !== null && (
        <div className="import-sending">
          <Progress percent={Math.floor(sending.share * 100)} aria-label={t('imports.sending')} />
          <output>{t(sending.share < 1 ? 'imports.sending' : 'imports.inspecting')}</output>
          <Button onClick={sending.cancel}>{t('kit.cancel')}</Button>
        </div>
      )}
      <RefusalAlert refusal={sending.refusal} />
      <p className="import-templates">
        {t('imports.templates', { kind: kind[language] })}{' '}
        <a href={template('no')} download>
          {t('imports.template.blank')}
        </a>
        {' · '}
        <a href={template('yes')} download>
          {t('imports.template.filled')}
        </a>
      </p>
    </section>
  );
}

/** A file on its way to the server; once it is there, the page of its import opens. */
function useSending(kind: string) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const stop = useRef<AbortController | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<unknown>(null);
  const send = async (given: File) => {
    stop.current = new AbortController();
    setFile(given);
    setRefusal(null);
    setShare(0);
    try {
      const batch = await upload(importsContract.upload, { query: { kind } }, given, setShare, stop.current.signal);
      queries.setQueryData(importKey(batch.id), batch);
      await navigate(`/imports/${batch.id}`);
    } catch (error) {
      setRefusal(error);
    } finally {
      setShare(null);
    }
  };
  return { file, share, refusal, send: (given: File) => void send(given), cancel: () => stop.current?.abort() };
}
