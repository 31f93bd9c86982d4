import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiDocument, fieldsOf, pageOf } from './api-page.ts';
import { type House, openHouse } from './testing/house.ts';

let house: House;
let page: string;
let document: ApiDocument;
beforeAll(async () => {
  house = await openHouse(new Date('2026-11-20T04:00:00Z'));
  page = (await house.app.inject('/api/docs')).body;
  document = (await house.app.inject('/api/openapi.json')).json();
});
afterAll(() => house.close());

test('every address of the API stands on the page with its summary', () => {
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  expect(operations.length).toBeGreaterThan(80);
  const absent = operations.filter((o) => !page.includes(`<details id="${o.operationId}">`));
  expect(absent.map((o) => o.operationId)).toEqual([]);
  expect(page).toContain('Move a project to another stage');
});

test('the page needs no script and nothing from elsewhere, so the content security policy holds it', async () => {
  const { headers } = await house.app.inject('/api/docs');
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(String(headers['content-security-policy'])).toMatch(/script-src 'self';/);
  expect(page).not.toMatch(/<script|\son\w+=|javascript:|src=|href="http/i);
});

test('the document says who may call, and which requests and answers are files or streams', () => {
  const at = (path: string, method: string) => document.paths[path]![method]!;
  expect(at('/api/units', 'post')['x-access']).toEqual(['system_admin']);
  expect(Object.keys(at('/api/evidence/uploads', 'post').requestBody!.content)).toEqual(['multipart/form-data']);
  const { responses } = at('/api/projects/export', 'get');
  expect(Object.keys(responses['200']!.content!)).toEqual(['application/octet-stream']);
  expect(Object.keys(responses['4XX']!.content!)).toEqual(['application/json']);
  expect(Object.keys(at('/api/tasks/{id}/progress', 'get').responses['200']!.content!)).toEqual(['text/event-stream']);
  const undescribed = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).filter((o) => o['x-access'] === undefined || !o.responses['200']?.content),
  );
  expect(undescribed.map((o) => o.operationId)).toEqual([]);
});

test('fields are told by their full names, through lists and through what may be null', () => {
  const inner = { type: 'object', properties: { edit: { type: 'boolean' } }, required: ['edit'] };
  const item = { type: 'object', properties: { can: inner, note: { anyOf: [{ type: 'string' }, { type: 'null' }] } }, required: ['can'] };
  const schema = { type: 'object', properties: { items: { type: 'array', items: item }, total: { type: 'integer' } }, required: ['items'] };
  expect(fieldsOf(schema)).toEqual([
    { name: 'items', type: 'list of object', required: true },
    { name: 'items[].can', type: 'object', required: true },
    { name: 'items[].can.edit', type: 'boolean', required: true },
    { name: 'items[].note', type: 'string or null', required: false },
    { name: 'total', type: 'integer', required: false },
  ]);
});

test('words of the document are text on the page, never markup', () => {
  const summary = 'A <b>summary</b> & "more"';
  const operation = { operationId: 'a.b', summary, tags: ['a'], responses: {} };
  const made = pageOf({ info: { title: '<i>', version: '1' }, paths: { '/api/a': { get: operation } } });
  expect(made).toContain('A &lt;b&gt;summary&lt;/b&gt; &amp; &quot;more&quot;');
  expect(made).not.toContain('<i>');
});
