import { Alert, Button, Checkbox, Form, Radio } from 'antd';
import { useState } from 'react';
import { businessRoles, type Role, roles as allRoles } from '../../../kernel/actor.ts';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { identity } from '../../../web/session.ts';
import { type Text, useText } from '../../../web/text.ts';
import type { Person } from '../domain/person-shape.ts';
import { classOfRole, rolesOfClass } from '../domain/role.ts';
import { type RoleClass, roleClasses } from '../domain/unit.ts';
import './identity.css';
import { OneTimePassword } from './OneTimePassword.tsx';
import { loadPeople } from './PeoplePage.tsx';
import { ResetDialog } from './PersonActs.tsx';
import { SessionList } from './SessionList.tsx';
import { unitFilter } from './unit-filter.tsx';

const wordsOf = (t: Text, held: readonly Role[] | null) => held?.map((r) => t(`role.${r}`)).join(t('shell.comma')) || t('roles.none');

function columnsOf(t: Text): Column<Person>[] {
  return [
    { key: 'name', title: t('people.name'), width: 140, render: (p) => p.name },
    { key: 'unit', title: t('people.unit'), width: 200, render: (p) => p.unitName, filter: unitFilter },
    { key: 'post', title: t('people.post'), width: 160, render: (p) => p.post },
    { key: 'login', title: t('people.login'), width: 140, render: (p) => p.login },
    {
      key: 'roles',
      title: t('roles.held'),
      width: 320,
      render: (p) => wordsOf(t, p.roles),
      filter: { kind: 'choice', options: allRoles.map((value) => ({ value, label: t(`role.${value}`) })) },
    },
  ];
}

/** Who holds which roles, and where they are signed in, for the security administrator. */
export function RolesPage() {
  const t = useText();
  const panel = (p: Person) => <RolePanel key={`${p.id} ${p.version}`} person={p} />;
  return (
    <>
      <PageHeader title={t('roles.title')} note={t('roles.exclusive')} />
      <DataTable
        name="people"
        queryKey={['roles']}
        label={t('roles.list')}
        columns={columnsOf(t)}
        load={loadPeople}
        rowKey={(p) => p.id}
        renderPanel={panel}
        panelTitle={(p) => p.name}
        search={t('people.search')}
        empty={{ title: t('people.empty') }}
      />
    </>
  );
}

const stale = [['table', 'people']];
function RolePanel({ person }: { person: Person }) {
  const t = useText();
  const { id, version, can } = person;
  const held = person.roles ?? [];
  const [roleClass, setRoleClass] = useState<RoleClass>(held[0] ? classOfRole(held[0]) : 'business');
  const [business, setBusiness] = useState<readonly Role[]>(held.filter((r) => classOfRole(r) === 'business'));
  const [resetting, setResetting] = useState(false);
  const [password, setPassword] = useState<string | null>(null);
  const wanted = roleClass === 'business' ? business : rolesOfClass[roleClass];
  const save = useCommand({
    run: () => identity.grantRoles({ params: { id }, body: { roles: [...wanted], version } }),
    done: t('roles.saved'),
    refusals: 'alert',
    stale,
  });
  const isChanged = wanted.toSorted().join() !== held.toSorted().join();
  return (
    <div className="panel">
      {can.grantRoles ? (
        <Form layout="vertical">
          <RefusalAlert refusal={save.refusal} />
          <Form.Item label={t('roles.class')}>
            <Radio.Group
              aria-label={t('roles.class')}
              value={roleClass}
              onChange={(e) => setRoleClass(e.target.value as RoleClass)}
              options={roleClasses.map((value) => ({ value, label: t(`roleClass.${value}`) }))}
            />
          </Form.Item>
          {roleClass === 'business' && (
            <Form.Item label={t('roles.held')}>
              <Checkbox.Group
                aria-label={t('roles.held')}
                value={[...business]}
                onChange={(chosen) => setBusiness(chosen)}
                options={businessRoles.map((value) => ({ value: value as Role, label: t(`role.${value}`) }))}
              />
            </Form.Item>
          )}
          <Button type="primary" disabled={!isChanged} loading={save.busy} onClick={() => save.run(undefined)}>
            {t('roles.save')}
          </Button>
        </Form>
      ) : (
        <>
          <p>{wordsOf(t, held)}</p>
          <Alert type="info" showIcon title={t('roles.self')} />
        </>
      )}
      {can.resetPassword && person.login && (
        <div className="panel-acts">
          <Button onClick={() => setResetting(true)}>{t('people.reset')}</Button>
        </div>
      )}
      <h2>{t('roles.sessions')}</h2>
      <SessionList queryKey={['sessions', id]} load={() => identity.sessionsOf({ params: { id } })} />
      {resetting && <ResetDialog person={person} onClose={() => setResetting(false)} onGiven={setPassword} />}
      {password && <OneTimePassword name={person.name} password={password} onClose={() => setPassword(null)} />}
    </div>
  );
}
