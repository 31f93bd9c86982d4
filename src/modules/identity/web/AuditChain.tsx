import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { addressOf } from '../../../web/api.ts';
import { ProgressPanel } from '../../../web/kit/ProgressPanel.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useTask } from '../../../web/kit/task.ts';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { identity } from '../../../web/session.ts';
import { useText } from '../../../web/text.ts';
import { ChainCheck, identityContract } from '../contract.ts';

/** Where the chain over the trace stands, with its two acts: recompute it, and take it along for a check by others. */
export function AuditChain() {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('audit.chain.check')}</Button>
      <Button href={addressOf(identityContract.exportChain, {})} download>
        {t('audit.chain.export')}
      </Button>
      <Modal open={isOpen} title={t('audit.chain.check')} footer={null} onCancel={() => setOpen(false)} destroyOnHidden width={640}>
        <Checking />
      </Modal>
    </>
  );
}

const anchorOf = (text: string) => /^(\d{1,15})[:：]([0-9a-f]{64})$/.exec(text.trim());

function Checking() {
  const t = useText();
  const [noted, setNoted] = useState('');
  const [taskId, setTaskId] = useState<string | null>(null);
  const { task, refusal, cancel } = useTask(taskId);
  const head = useQuery({ queryKey: ['audit-chain', task?.status], queryFn: () => identity.auditChain({}) });
  const begin = useCommand({
    run: (text: string) => {
      const [, position, hash] = anchorOf(text) ?? [];
      return identity.checkAudit({ body: position && hash ? { anchor: { position: Number(position), hash } } : {} });
    },
    after: (begun) => setTaskId(begun.taskId),
    stale: [],
    refusals: 'alert',
  });
  const isWrong = noted.trim() !== '' && !anchorOf(noted);
  const isWorking = task?.status === 'waiting' || task?.status === 'running';
  return (
    <Form layout="vertical" onFinish={() => !isWrong && begin.run(noted)}>
      <p>{t('audit.chain.what')}</p>
      {head.data && (
        <p>
          {t('audit.chain.head')} <code className="chain-hash">{`${head.data.position}:${head.data.hash}`}</code>
        </p>
      )}
      <Form.Item
        label={t('audit.chain.anchor')}
        extra={t('audit.chain.anchor.hint')}
        validateStatus={isWrong ? 'error' : ''}
        help={isWrong ? t('audit.chain.anchor.wrong') : undefined}
        htmlFor="chain-anchor"
      >
        <Input id="chain-anchor" value={noted} onChange={(e) => setNoted(e.target.value)} allowClear />
      </Form.Item>
      <RefusalAlert refusal={begin.refusal ?? refusal} />
      {task && (
        <ProgressPanel title={t('audit.chain.check')} task={task} onCancel={cancel}>
          <Found result={task.result} />
        </ProgressPanel>
      )}
      <Button type="primary" htmlType="submit" loading={begin.busy} disabled={isWrong || isWorking}>
        {t('audit.chain.begin')}
      </Button>
    </Form>
  );
}

function Found({ result }: { result: unknown }) {
  const t = useText();
  const found = ChainCheck.safeParse(result).data;
  if (!found) return null;
  if (found.isClean) return <Alert type="success" showIcon title={t('audit.chain.clean', { n: found.checked.toLocaleString('en') })} />;
  const named = found.faults.map(({ fault, position, seq }) =>
    t(fault === 'anchor' ? 'audit.chain.anchor.missing' : `audit.chain.${fault}`, { seq: seq ?? '', position: position ?? '' }),
  );
  return (
    <Alert
      type="error"
      showIcon
      title={t('audit.chain.broken', { n: found.faultCount })}
      description={
        <ul>
          {named.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      }
    />
  );
}
