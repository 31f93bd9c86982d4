import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { addressOf } from '../../../web/api.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useLanguage, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { importsContract } from '../contract.ts';
import type { ImportView } from '../domain/import-view.ts';
import { AboutFile } from './AboutFile.tsx';
import { CheckStep } from './CheckStep.tsx';
import { importKey, imports, kindsQuery } from './client.ts';
import { ColumnsStep } from './ColumnsStep.tsx';
import { CommitStep } from './CommitStep.tsx';
import { type KindWords, kindWords } from './kind-words.ts';
import { hasDraft, type Reading, useReading } from './reading.ts';
import { SheetStep } from './SheetStep.tsx';
import { StepList } from './StepList.tsx';
import { type Step, stepOf } from './steps.ts';
import './imports.css';

const isGoing = (batch: ImportView | undefined) => batch?.status === 'checking' || batch?.status === 'committing';

/** One file on its way into the ledger. Where it stands is known by the server, so that a reload loses nothing. */
export function ImportPage() {
  const t = useText();
  const language = useLanguage();
  const { id = '' } = useParams();
  const kinds = useQuery(kindsQuery);
  const batch = useQuery({
    queryKey: importKey(id),
    queryFn: () => imports.get({ params: { id } }),
    // Whoever only looks on has no progress to follow; the owner's page asks at times too, should the stream be lost.
    refetchInterval: (query) => (isGoing(query.state.data) ? 4_000 : false),
  });
  return (
    <Loaded query={kinds}>
      {({ items }) => (
        <Loaded query={batch}>
          {(data) => (
            <Import
              key={data.id}
              batch={data}
              kind={kindWords(
                items.find((k) => k.key === data.kind)!,
                language,
                t,
              )}
            />
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

function Import({ batch, kind }: { batch: ImportView; kind: KindWords }) {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const [wasBegun] = useState(() => hasDraft(batch.id));
  const step = stepOf(batch, search.get('step'), batch.setup !== null || wasBegun);
  const reading = useReading(batch, step === 'sheet' || step === 'columns');
  const go = (next: Step | null) => {
    setSearch(next === null ? {} : { step: next });
    scrollTo({ top: 0 });
  };
  return (
    <>
      <PageHeader
        title={t('imports.title', { kind: kind.name, file: batch.fileName })}
        trail={[[t('imports.menu'), '/imports']]}
        note={t('imports.broughtBy', { name: batch.by.name, at: momentText(batch.createdAt) })}
      >
        <Button href={addressOf(importsContract.original, { params: { id: batch.id } })} download>
          {t('imports.original.download')}
        </Button>
        {batch.can.work && (batch.status === 'draft' || batch.status === 'checked') && <Discard batch={batch} reading={reading} />}
      </PageHeader>
      <StepList batch={batch} step={step} onGo={go} />
      <AboutFile batch={batch} kind={kind} isShort={step === 'check' || step === 'commit'} />
      {step === 'sheet' && <SheetStep batch={batch} reading={reading} onNext={() => go('columns')} />}
      {step === 'columns' && (
        <ColumnsStep batch={batch} kind={kind} reading={reading} onBack={() => go('sheet')} onChecked={() => go(null)} />
      )}
      {step === 'check' && <CheckStep batch={batch} kind={kind} onGo={go} />}
      {step === 'commit' && <CommitStep batch={batch} kind={kind} onGo={go} />}
    </>
  );
}

function Discard({ batch, reading }: { batch: ImportView; reading: Reading }) {
  const t = useText();
  const navigate = useNavigate();
  const discard = useCommand({
    run: () => imports.discard({ params: { id: batch.id } }),
    after: () => {
      reading.settled();
      void navigate('/imports');
    },
    done: t('imports.discarded'),
  });
  return (
    <Popconfirm
      title={t('imports.discard.sure')}
      okText={t('imports.discard')}
      cancelText={t('kit.cancel')}
      onConfirm={() => discard.run(undefined)}
    >
      <Button loading={discard.busy}>{t('imports.discard')}</Button>
    </Popconfirm>
  );
}
