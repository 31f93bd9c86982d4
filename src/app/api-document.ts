import type { FastifyDynamicSwaggerOptions, SwaggerTransform } from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';

/** What the contracts say and a JSON schema cannot: files in, files out, event streams, and who may call. */
const transform: SwaggerTransform = (given) => {
  const { schema, url } = jsonSchemaTransform(given);
  if (!schema || schema.hide) return { schema, url };
  const { consumes, produces, response, ...rest } = schema;
  const described = {
    ...rest,
    ...(consumes?.includes('multipart/form-data') && { consumes, body: oneFile }),
    response: { ...success(produces, response as object), ...(response as object) },
    'x-access': given.route.config?.access,
  };
  return { schema: described, url };
};

const oneFile = { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] };
const content = (type: string, description: string, schema: object) => ({ 200: { description, content: { [type]: { schema } } } });

/** An endpoint that answers with a file says so by `produces`; the only others without an answer of their own are event streams. */
function success(produces: readonly string[] | undefined, response: object) {
  if (produces) return content('application/octet-stream', 'A file', { type: 'string', format: 'binary' });
  return '200' in response ? {} : content('text/event-stream', 'One JSON object in each data: line', { type: 'string' });
}

const description = `管理数据，非统计数据

Sign in with POST /api/session; the cookie it sets is the session. Every request other than GET carries the header x-zhuchao: 1.
A refusal is {kind, code, details}. Money is whole minor units (fen for CNY); instants are ISO 8601 in UTC; a date may be known only to its month or year.`;

/** How the contracts become the OpenAPI document at /api/openapi.json. */
export const apiDocument: FastifyDynamicSwaggerOptions = {
  openapi: { openapi: '3.1.0', info: { title: '筑巢 Zhuchao', version: '1', description } },
  transform,
};
