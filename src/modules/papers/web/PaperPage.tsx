import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Popconfirm, Tag } from 'antd';
import { Link, useNavigate, useParams } from 'react-router';
import { addressOf } from '../../../web/api.ts';
import { DraftNotice, useDraft, WithDraft } from '../../../web/kit/Draft.tsx';
import type { Stored } from '../../../web/kit/draft-store.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { papersContract, type PaperPage as Paper } from '../contract.ts';
import type { Texts } from '../domain/content.ts';
import { paperQuery, papers } from './client.ts';
import { NumberLines } from './NumberLines.tsx';
import './papers.css';
import { PaperSheet } from './PaperSheet.tsx';

/** One paper: read as it will be printed, written into while a draft, downloaded, issued. */
export function PaperPage() {
  const { id = '' } = useParams();
  const query = useQuery(paperQuery(id));
  return (
    <WithDraft form={`paper.${id}`}>
      {(stored) => (
        <Loaded query={query}>{(paper) => <PaperForm key={`${paper.id} ${paper.version}`} paper={paper} stored={stored} />}</Loaded>
      )}
    </WithDraft>
  );
}

function PaperForm({ paper, stored }: { paper: Paper; stored: Stored<Record<string, unknown>> | null }) {
  const t = useText();
  const [form] = Form.useForm<Texts>();
  const draft = useDraft(`paper.${paper.id}`, form, stored);
  const isWritten = Form.useWatch(
    (texts: Texts) => Object.entries(texts).some(([slot, text]) => text !== paper.blocks[slot as keyof Texts]),
    form,
  );
  const save = useCommand({
    run: (blocks: Texts) => papers.editBlocks({ params: { id: paper.id }, body: { version: paper.version, blocks } }),
    done: t('papers.saved'),
    after: draft.drop,
    stale: [['paper', paper.id]],
  });
  return (
    <>
      <PageHeader
        title={paper.title}
        trail={[[t('papers.title'), '/papers']]}
        note={
          paper.closing
            ? t('papers.asOfClosing', { month: paper.closing, at: momentText(paper.asOf) })
            : t('papers.asOf', { at: momentText(paper.asOf) })
        }
      >
        <Tag>{t(`papers.status.${paper.status}`)}</Tag>
        <Tag>{t('papers.edition', { n: paper.edition })}</Tag>
        <Acts paper={paper} isUnsaved={isWritten === true} />
      </PageHeader>
      {!paper.isLatest && (
        <Alert
          type="info"
          showIcon
          title={t('papers.older')}
          action={
            <Link to={`/papers?unit=${paper.unitId}&month=${paper.month}..${paper.month}&edition=all`}>{t('papers.older.open')}</Link>
          }
        />
      )}
      {paper.can.edit && <DraftNotice draft={draft} />}
      <Form<Texts> form={form} initialValues={paper.blocks} onValuesChange={draft.save} onFinish={save.run}>
        <PaperSheet paper={paper} />
        {paper.can.edit && (
          <div className="paper-save">
            {isWritten && <output>{t('papers.unsaved')}</output>}
            <Button type="primary" htmlType="submit" disabled={!isWritten} loading={save.busy}>
              {t('papers.save')}
            </Button>
          </div>
        )}
      </Form>
      <NumberLines content={paper.content} />
    </>
  );
}

function Acts({ paper, isUnsaved }: { paper: Paper; isUnsaved: boolean }) {
  const t = useText();
  const navigate = useNavigate();
  const params = { params: { id: paper.id } };
  const issue = useCommand({
    run: () => papers.issue({ ...params, body: { version: paper.version } }),
    done: t('papers.issued'),
    stale: [
      ['paper', paper.id],
      ['table', 'papers'],
    ],
  });
  const again = useCommand({
    run: () =>
      papers.make({
        body: {
          kind: paper.kind,
          month: paper.month,
          unitId: paper.unitId,
          asOf: paper.closing ? 'closing' : 'now',
          from: paper.fromMonth ?? undefined,
        },
      }),
    done: t('papers.made'),
    stale: [
      ['paper', paper.id],
      ['table', 'papers'],
    ],
    after: ({ id }) => void navigate(`/papers/${id}`),
  });
  return (
    <>
      <Button href={addressOf(papersContract.docx, params)}>{t('papers.download.docx')}</Button>
      <Button href={addressOf(papersContract.xlsx, params)}>{t('papers.download.xlsx')}</Button>
      {paper.can.make && (
        <Popconfirm
          title={t('papers.make.again')}
          description={t('papers.make.again.what')}
          okText={t('papers.make.again')}
          cancelText={t('kit.cancel')}
          onConfirm={() => again.run()}
        >
          <Button loading={again.busy} disabled={isUnsaved}>
            {t('papers.make.again')}
          </Button>
        </Popconfirm>
      )}
      {paper.can.issue && (
        <Popconfirm
          title={t('papers.issue')}
          description={t('papers.issue.sure')}
          okText={t('papers.issue')}
          cancelText={t('kit.cancel')}
          onConfirm={() => issue.run()}
        >
          <Button type="primary" loading={issue.busy} disabled={isUnsaved}>
            {t('papers.issue')}
          </Button>
        </Popconfirm>
      )}
    </>
  );
}
