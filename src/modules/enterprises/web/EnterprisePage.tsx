import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { useText } from '../../../web/text.ts';
import { enterprises, type EnterprisePageData } from './client.ts';
import { EnterpriseDialog } from './EnterpriseDialog.tsx';
import { OldNameDialog } from './OldNameDialog.tsx';
import { enterpriseParts } from './page-sections.ts';

/** One enterprise: what is known of it, every name it had, what it is part of. */
export function EnterprisePage() {
  const { id = '' } = useParams();
  const query = useQuery({ queryKey: ['enterprise', id], queryFn: () => enterprises.get({ params: { id } }) });
  return <Loaded query={query}>{(page) => <Body key={id} page={page} />}</Loaded>;
}

function Body({ page }: { page: EnterprisePageData }) {
  const t = useText();
  const [doing, setDoing] = useState<'edit' | 'name' | null>(null);
  const { enterprise: e, can } = page;
  return (
    <>
      <PageHeader
        title={e.name}
        trail={[[t('enterprises.menu'), '/enterprises']]}
        note={t('enterprises.head', { uscc: e.uscc ?? t('enterprises.uscc.none'), unit: e.unitName })}
      >
        {can.edit && <Button onClick={() => setDoing('edit')}>{t('enterprises.edit')}</Button>}
        {enterpriseParts('acts').map(({ key, Component }) => (
          <Component key={key} enterpriseId={e.id} />
        ))}
      </PageHeader>
      {e.mergedInto && (
        <p className="notice">
          {t('enterprises.merged.long')} <Link to={`/enterprises/${e.mergedInto.id}`}>{e.mergedInto.name}</Link>
        </p>
      )}
      <div className="sheet-page record">
        <Facts page={page} />
        <Names page={page} onAdd={() => setDoing('name')} />
      </div>
      {enterpriseParts('below').map(({ key, Component }) => (
        <Component key={key} enterpriseId={e.id} />
      ))}
      {doing === 'edit' && <EnterpriseDialog row={e} onClose={() => setDoing(null)} />}
      {doing === 'name' && <OldNameDialog id={e.id} onClose={() => setDoing(null)} />}
    </>
  );
}

function Facts({ page: { enterprise: e } }: { page: EnterprisePageData }) {
  const t = useText();
  const facts = [
    ['enterprises.uscc', e.uscc],
    ...(e.usccReason ? [['enterprises.usccReason', e.usccReason] as const] : []),
    ['field.industryCode', e.industryName && `${e.industryCode} ${e.industryName}`],
    ['enterprises.division', e.divisionName ?? e.divisionCode],
    ['enterprises.phone', e.phone],
    ['enterprises.address', e.address],
    ['enterprises.source', t(`enterprises.source.${e.source}`)],
  ] as const;
  return (
    <section>
      <h3>{t('enterprises.record')}</h3>
      <dl>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{t(label)}</dt>
            <dd>{value ?? t('kit.none')}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Names({ page: { names, absorbed, can }, onAdd }: { page: EnterprisePageData; onAdd: () => void }) {
  const t = useText();
  const years = (from: string | null, until: string | null) => t('enterprises.oldName.years', { from: from ?? '…', until: until ?? '…' });
  return (
    <section>
      <h3>{t('enterprises.oldNames')}</h3>
      {names.length === 0 && absorbed.length === 0 && <p className="hint">{t('enterprises.oldNames.none')}</p>}
      <ul>
        {names.map((n) => (
          <li key={n.id}>
            {n.name} <span className="hint">{(n.usedFrom ?? n.usedUntil) && years(n.usedFrom, n.usedUntil)}</span>
          </li>
        ))}
        {absorbed.map((a) => (
          <li key={a.id}>
            <Link to={`/enterprises/${a.id}`}>{a.name}</Link> <span className="hint">{t('enterprises.absorbed')}</span>
          </li>
        ))}
      </ul>
      {can.edit && (
        <Button size="small" onClick={onAdd}>
          {t('enterprises.oldName.add')}
        </Button>
      )}
    </section>
  );
}
