import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Segmented, Tag } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router';
import type { Result } from '../../../kernel/contract.ts';
import { api } from '../../../web/api.ts';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { NotFound } from '../../../web/PageError.tsx';
import { useLanguage, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { figuresContract, type WhyEntry } from '../contract.ts';
import { cards, type FigureKey, figureKeys } from '../domain/card.ts';
import { whyKinds } from '../domain/why.ts';
import { kindWords, ledgerWords } from '../domain/why-words.ts';
import { AsOfPicker, useClosings } from './AsOfPicker.tsx';
import { figureAddress, shownFigure } from './figure-words.ts';
import { useCards } from './use-card.ts';

const figures = api(figuresContract);
type Why = Result<(typeof figuresContract)['why']>;
const isKey = (key: string): key is FigureKey => (figureKeys as readonly string[]).includes(key);
const isMoney = (key: FigureKey) => cards[key].kind === 'amount' || key === 'arrival_rate';

/** Why a figure changed between two days or closings: the entries that make the difference, to the fen. */
export function WhyPage() {
  const { key = '' } = useParams();
  return isKey(key) ? <Why figure={key} /> : <NotFound />;
}

/** What the address asks; from the newest closing on where it does not say. */
function useCompared() {
  const [search, setSearch] = useSearchParams();
  const closings = useClosings();
  const before = search.get('before') ?? closings.data?.items[0]?.month;
  const after = search.get('after') ?? undefined;
  const scope = { unitId: search.get('unitId') ?? undefined, from: search.get('from') ?? undefined };
  const kind = whyKinds.find((k) => k === search.get('kind'));
  const set = (name: string, value: string | undefined) =>
    setSearch((now) => {
      now.delete('page');
      if (value) now.set(name, value);
      else now.delete(name);
      return now;
    });
  return { before, after, scope, kind, set, isWaiting: closings.isPending };
}

function Why({ figure }: { figure: FigureKey }) {
  const t = useText();
  const language = useLanguage();
  const { before, after, scope, kind, set, isWaiting } = useCompared();
  const asked = { ...scope, before: before ?? '', after };
  const summary = useQuery({
    queryKey: ['why', figure, asked],
    queryFn: () => figures.why({ params: { key: figure }, query: { ...asked, size: 1 } }),
    enabled: Boolean(before),
  });
  const name = useCards().cardOf(figure)[language].name;
  const exported = new URLSearchParams(Object.entries({ ...asked, language }).flatMap(([k, v]) => (v ? [[k, v]] : [])));
  return (
    <>
      <PageHeader
        title={t('figures.why.of', { name })}
        trail={[
          [t('figures.menu'), '/figures'],
          [name, figureAddress(figure, scope)],
        ]}
      >
        <AsOfPicker label={t('figures.why.before')} mayBeNow={false} value={before} onChange={(v) => set('before', v)} />
        <AsOfPicker label={t('figures.why.after')} value={after} onChange={(v) => set('after', v)} />
        {before && <Button href={`/api/figures/${figure}/why/export?${exported}`}>{t('figures.why.export')}</Button>}
      </PageHeader>
      {!before && !isWaiting && <Alert type="info" showIcon title={t('figures.why.noClosing')} />}
      {before && (
        <Loaded query={summary}>
          {(data) => (
            <>
              <Sum figure={figure} data={data} />
              <DataTable
                name={`why-${figure}`}
                label={t('figures.why')}
                columns={columnsOf(t, language, figure)}
                queryKey={[figure, asked, kind]}
                load={(state) => figures.why({ params: { key: figure }, query: { ...asked, kind, page: state.page, size: state.size } })}
                rowKey={(e) => `${e.id ?? e.kind}${e.projectId}`}
                rowHref={(e) => `/projects/${e.projectId}`}
                totals={(page) => t('figures.why.all', { n: page.total })}
                tools={
                  <Segmented
                    value={kind ?? 'all'}
                    onChange={(choice) => set('kind', choice === 'all' ? undefined : choice)}
                    options={[
                      { value: 'all', label: t('figures.why.all', { n: data.groups.reduce((n, g) => n + g.count, 0) }) },
                      ...data.groups.map((g) => ({
                        value: g.kind as string,
                        label: t('figures.why.some', { kind: kindWords[g.kind][language], n: g.count }),
                      })),
                    ]}
                  />
                }
                empty={{ title: t('figures.why.none') }}
              />
            </>
          )}
        </Loaded>
      )}
    </>
  );
}

/** Before, after, the difference, what the entries come to, and what is left: nothing. */
function Sum({ figure, data }: { figure: FigureKey; data: Why }) {
  const t = useText();
  const value = (of: Why['before']) => {
    const { value: n, unit = '', ratio } = shownFigure(t, figure, of.figure);
    return `${n} ${unit}${ratio ? ` (${ratio})` : ''}`;
  };
  const parts = (p: Why['listed']) => (
    <>
      <Amount figure={figure} n={p.numerator} />
      {cards[figure].kind === 'rate' && (
        <>
          {' / '}
          <Amount figure={figure} n={p.denominator} />
        </>
      )}
    </>
  );
  const moment = ({ asked }: Why['before']) => (asked.closing ? t('figures.asOf.closing', { month: asked.closing }) : asked.through);
  return (
    <dl className="why-sum">
      <dt>{moment(data.before)}</dt>
      <dd>{value(data.before)}</dd>
      <dt>{moment(data.after)}</dt>
      <dd>{value(data.after)}</dd>
      <dt>{t('figures.why.difference')}</dt>
      <dd>{parts(data.difference)}</dd>
      <dt>{t('figures.why.listed')}</dt>
      <dd>{parts(data.listed)}</dd>
      <dt>{t('figures.why.remainder')}</dt>
      <dd>{parts(data.remainder)}</dd>
    </dl>
  );
}

const Amount = ({ figure, n }: { figure: FigureKey; n: number }) => (isMoney(figure) ? <Money fen={n} unit="万元" /> : <span>{n}</span>);

function columnsOf(t: ReturnType<typeof useText>, language: 'zh' | 'en', figure: FigureKey): Column<WhyEntry, Why>[] {
  const isRate = cards[figure].kind === 'rate';
  const amount = (n: number) => <Amount figure={figure} n={n} />;
  const effect = (key: 'numerator' | 'denominator', title: string): Column<WhyEntry, Why> => ({
    key,
    title,
    width: 130,
    numeric: true,
    render: (e) => amount(e[key]),
    total: (page) => amount(page.listed[key]),
  });
  return [
    {
      key: 'kind',
      title: t('figures.why.kind'),
      width: 170,
      render: (e) => (
        <>
          {kindWords[e.kind][language]} <Tag>{ledgerWords[e.ledger][language]}</Tag>
        </>
      ),
    },
    { key: 'project', title: t('figures.why.project'), width: 260, render: (e) => <Link to={`/projects/${e.projectId}`}>{e.name}</Link> },
    { key: 'unit', title: t('figures.why.unit'), width: 130, wideOnly: true, render: (e) => e.unitName },
    { key: 'happened', title: t('figures.why.happened'), width: 110, render: (e) => e.happenedOn ?? t('kit.none') },
    { key: 'booked', title: t('figures.why.booked'), width: 100, render: (e) => e.bookedOn ?? t('kit.none') },
    {
      key: 'recorded',
      title: t('figures.why.recorded'),
      width: 190,
      wideOnly: true,
      render: (e) => (e.recordedAt ? `${momentText(e.recordedAt)} ${e.recordedBy ?? ''}` : t('kit.none')),
    },
    effect('numerator', t(isRate ? 'figures.why.effect.numerator' : 'figures.why.effect')),
    ...(isRate ? [effect('denominator', t('figures.why.effect.denominator'))] : []),
  ];
}
