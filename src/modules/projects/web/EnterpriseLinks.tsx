import { useQuery } from '@tanstack/react-query';
import { Button, Form, Modal } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { EnterprisePicker } from '../../enterprises/web/EnterprisePicker.tsx';
import { type Page, projects } from './client.ts';
import { StageMark } from './StageMark.tsx';

type Fields = { investorId: string | null; companyId: string | null };

/** Which enterprises of the register the investor and the local company are; the two are kept apart. */
export function EnterpriseLinks({ page }: { page: Page }) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const { enterprises, can, project } = page;
  if (project.masked) return null;
  return (
    <section>
      <h3>{t('projects.enterprises')}</h3>
      <dl>
        {(['investor', 'company'] as const).map((role) => (
          <div key={role}>
            <dt>{t(`projects.enterprises.${role}`)}</dt>
            <dd>{enterprises[role] ? <Link to={`/enterprises/${enterprises[role].id}`}>{enterprises[role].name}</Link> : t('kit.none')}</dd>
          </div>
        ))}
      </dl>
      {can.edit && (
        <Button size="small" onClick={() => setOpen(true)}>
          {t('projects.enterprises.link')}
        </Button>
      )}
      {isOpen && <LinkDialog page={page} onClose={() => setOpen(false)} />}
    </section>
  );
}

function LinkDialog({ page: { project, enterprises }, onClose }: { page: Page; onClose: () => void }) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const save = useCommand({
    run: (fields: Fields) =>
      projects.linkEnterprises({
        params: { id: project.id },
        body: { version: project.version, investorId: fields.investorId ?? null, companyId: fields.companyId ?? null },
      }),
    done: t('projects.enterprises.linked'),
    refusals: 'alert',
    after: onClose,
  });
  const begins = {
    investorId: { name: project.investorName ?? '', uscc: project.investorUscc },
    companyId: { name: project.registeredCompany ?? '', uscc: project.registeredUscc },
  };
  return (
    <Modal
      open
      title={t('projects.enterprises.link')}
      okText={t('projects.enterprises.link')}
      cancelText={t('kit.cancel')}
      okButtonProps={{ loading: save.busy }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={save.refusal} />
      <Form<Fields>
        form={form}
        name="enterprises"
        layout="vertical"
        initialValues={{ investorId: enterprises.investor?.id ?? null, companyId: enterprises.company?.id ?? null }}
        onFinish={save.run}
      >
        <Form.Item name="investorId" label={t('projects.enterprises.investor')}>
          <EnterprisePicker chosen={enterprises.investor} begin={begins.investorId} />
        </Form.Item>
        <Form.Item name="companyId" label={t('projects.enterprises.company')}>
          <EnterprisePicker chosen={enterprises.company} begin={begins.companyId} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** The projects of an enterprise, on its page. */
export function ProjectsOfEnterprise({ enterpriseId: id }: { enterpriseId: string }) {
  const t = useText();
  const { data } = useQuery({ queryKey: ['enterprise-projects', id], queryFn: () => projects.byEnterprise({ params: { id } }) });
  return (
    <section className="sheet-page">
      <h3>{t('projects.ofEnterprise')}</h3>
      {data?.items.length === 0 && <p className="hint">{t('projects.ofEnterprise.none')}</p>}
      <ul>
        {data?.items.map((p) => (
          <li key={p.id}>
            <Link to={`/projects/${p.id}`}>{p.name}</Link> {p.code} <StageMark stage={p.stage} side={p.side} />{' '}
            <span className="hint">
              {p.roles.map((role) => t(`projects.enterprises.${role}`)).join(t('shell.comma'))} · {p.unitName}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
