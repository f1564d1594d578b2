// /openapi.json as programs use it: an independent validator reads it, a client is generated from
// it, and every operation is called through that client with the document's own examples. Whatever
// comes back must be what the document says, and no member more.
//
// An operation that is added is called by being in the document. Of reads it is asked that they
// succeed where their credentials are at hand; everything else succeeds or is refused as documented.
import { assertNothingLeft } from './support/guard.mjs';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { OpenAPIClientAxios } from 'openapi-client-axios';

import { startDemo } from './support/demo.mjs';
import { Native } from './support/native.mjs';
import { memberOf } from './support/newcomer.mjs';
import { send } from './support/wire.mjs';

let demo;
let definition;
let api;
before(async () => {
    demo = await startDemo();
    definition = (await send(demo.baseUrl, 'GET', '/openapi.json')).json;
    api = await generatedClient();
});
after(async () => {
    await demo?.stop();
    assertNothingLeft();
});

const methods = ['get', 'post', 'put', 'patch', 'delete'];
const operations = () =>
    Object.entries(definition.paths).flatMap(([path, item]) =>
        methods
            .filter((method) => item[method])
            .map((method) => ({ path, method, ...item[method] })),
    );
const isSigned = ({ security }) => security.some((one) => 'PosternKey' in one);
const isOfStaff = ({ path }) => path.startsWith('/v1/staff/');

// What is made first can be looked at next, and is taken away last; a key that froze itself asks
// nothing more, and neither does who signed out.
const ranks = { post: 0, put: 1, patch: 1, get: 2, delete: 3 };
function rank({ method, path, operationId }) {
    if (method === 'delete' && /^\/v1\/sessions?\b/.test(path)) return 5;
    return /freeze|compromise/.test(operationId) ? 4 : ranks[method];
}
const inOrder = () => operations().sort((a, b) => rank(a) - rank(b));

// Who asks: alice by her key or by her session; of staff sam, and olivia where that is not his to do.
let asking = 'sam';
const bearer = async (name) => `Bearer ${(await memberOf(demo, name)).token}`;

// The client knows operations, parameters and bodies; a request is signed as it leaves, or carries
// somebody's session.
async function generatedClient() {
    const generator = new OpenAPIClientAxios({ definition, withServer: { url: demo.baseUrl } });
    const client = await generator.init();
    const signer = new Native(demo.baseUrl, demo.keyOf('alice'));
    client.interceptors.request.use(async (config) => {
        const operation = operations().find(({ operationId }) => operationId === config.operationId);
        if (!isSigned(operation)) {
            const name = isOfStaff(operation) ? asking : 'alice';
            if (operation.security.length > 0) config.headers.Authorization = await bearer(name);
            return config;
        }
        const target = client.getUri(config).slice(demo.baseUrl.length);
        const body = config.data === undefined ? '' : config.data;
        Object.assign(config.headers, signer.headersOf(config.method.toUpperCase(), target, body));
        return config;
    });
    return client;
}

// Closed, so that a member that the document does not know is found.
function closed(value) {
    if (Array.isArray(value)) return value.map(closed);
    if (value === null || typeof value !== 'object') return value;
    const inner = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, closed(one)]));
    const isObject = inner.type === 'object' && inner.properties && !inner.properties.code;
    return isObject ? { additionalProperties: false, ...inner } : inner;
}

let ajv;
function validate(operation, status, type, body) {
    if (!ajv) {
        ajv = new Ajv2020({ strict: false, allErrors: true });
        addFormats(ajv);
        ajv.addSchema({ ...closed(definition), $id: 'document' });
    }
    const steps = ['paths', operation.path, operation.method, 'responses', status, 'content', type, 'schema'];
    const pointer = steps.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'));
    const check = ajv.compile({ $ref: `document#/${pointer.map(encodeURIComponent).join('/')}` });
    assert.ok(check(body), `${JSON.stringify(check.errors)} in ${JSON.stringify(body)}`);
}

// Values of earlier replies by their names: an order_id that there is beats the document's example.
const known = new Map();
function remember(value) {
    if (Array.isArray(value)) return value.forEach(remember);
    if (value === null || typeof value !== 'object') return undefined;
    for (const [name, inner] of Object.entries(value)) {
        if (typeof inner === 'string' && inner !== '') known.set(name, inner);
        else remember(inner);
    }
    return undefined;
}

const resolved = (one) =>
    one.$ref ? one.$ref.slice(2).split('/').reduce((at, step) => at[step], definition) : one;

// { name: value } of the parameters that `wanted` picks.
function parametersOf(operation, wanted) {
    const chosen = operation.parameters.map(resolved).filter(wanted);
    return chosen.map(({ name, in: place, example }) => {
        const harvested = place === 'path' && known.get(name);
        return { name, in: place, value: harvested || example };
    });
}

// A request in the ways that a careful client would send it, the plainest first.
function waysToAsk(operation) {
    const body = operation.requestBody?.content?.['application/json']?.example;
    const required = parametersOf(operation, (one) => one.required);
    const ways = [{ parameters: required, body }];
    const optional = operation.parameters.map(resolved).filter((one) => !one.required);
    const tried = optional.find(({ name }) => name === 'validate_only');
    if (tried) ways.unshift({ parameters: [...required, { ...tried, value: true }], body });
    for (const one of optional) {
        if (one === tried) continue;
        ways.push({ parameters: [...required, { ...one, value: one.example }], body });
    }
    return ways;
}

async function ask(operation, { parameters, body }) {
    const data = body === undefined ? undefined : JSON.stringify(body);
    const reply = await api[operation.operationId](parameters, data, {
        operationId: operation.operationId,
        validateStatus: () => true,
        headers: data === undefined ? {} : { 'Content-Type': 'application/json' },
    });
    const type = reply.headers['content-type'].split(';')[0];
    const documented = operation.responses[reply.status];
    const said = JSON.stringify(reply.data);
    assert.ok(documented, `${reply.status} is not documented: ${said}`);
    assert.ok(documented.content[type], `${type} is not documented for ${reply.status}`);
    validate(operation, reply.status, type, reply.data);
    for (const name of ['postern-request-id', 'postern-seq', 'postern-time', 'ratelimit']) {
        assert.ok(reply.headers[name], `no ${name}`);
    }
    if (reply.status < 300) remember(reply.data);
    return { status: reply.status, said };
}

test('an independent validator finds nothing wrong', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(definition));
    assert.ok(valid, JSON.stringify(errors));
    assert.equal(definition.openapi, '3.1.0');
});

test('every example is one: bodies of requests, replies, problems', () => {
    for (const operation of operations()) {
        for (const [status, { content }] of Object.entries(operation.responses)) {
            for (const [type, { example, examples = {} }] of Object.entries(content)) {
                if (example) validate(operation, status, type, example);
                for (const one of Object.values(examples)) {
                    validate(operation, status, type, resolved(one).value);
                }
            }
        }
        const body = operation.requestBody?.content['application/json'];
        if (body) {
            const check = new Ajv2020({ strict: false, formats: { 'date-time': true } });
            assert.ok(check.validate(body.schema, body.example), check.errorsText());
        }
    }
});

test('a field that the document does not know is refused', async () => {
    const place = operations().find(({ operationId }) => operationId === 'orders.place');
    const [{ parameters, body }] = waysToAsk(place);
    const { status, said } = await ask(place, { parameters, body: { ...body, colour: 'red' } });
    assert.equal(status, 400);
    assert.equal(JSON.parse(said).code, 'unknown_field');
});

// Documents come with an application, and the demo's people were verified without one.
const notInTheDemo = new Set(['staff_documents.show']);

test('every operation is called through the generated client, and answers as documented', async (t) => {
    for (const operation of inOrder()) {
        await t.test(operation.operationId, async () => {
            const answers = [];
            for (asking of isOfStaff(operation) ? ['sam', 'olivia'] : ['alice']) {
                for (const way of waysToAsk(operation)) answers.push(await ask(operation, way));
            }
            const none = notInTheDemo.has(operation.operationId);
            if (operation.method === 'get' && !none) {
                assert.ok(answers.some(({ status }) => status < 300), JSON.stringify(answers));
            }
            if (rank(operation) === 5) return; // he signed out on the way
            const said = answers.map((answer) => answer.said).join();
            assert.ok(!/session_required|session_expired/.test(said), said);
        });
    }
});

test('a problem links to a page that has its code', async () => {
    const refused = await send(demo.baseUrl, 'GET', '/v1/balances');
    const [page, code] = refused.json.type.split('#');
    const { status, text, headers } = await send(demo.baseUrl, 'GET', page);
    assert.equal(status, 200);
    assert.match(headers['content-security-policy'], /default-src 'none'/);
    assert.ok(text.includes(`id="${code}"`), code);
    for (const name of definition.components.schemas.Problem.properties.code.enum) {
        assert.ok(text.includes(`id="${name}"`), name);
    }
});

test('pages are sent packed to who takes that, and not again to who has them', async () => {
    const plain = await send(demo.baseUrl, 'GET', '/docs/viewer.js');
    const packed = await send(demo.baseUrl, 'GET', '/docs/viewer.js', {
        headers: { 'Accept-Encoding': 'gzip, br' },
    });
    assert.equal(packed.headers['content-encoding'], 'gzip');
    assert.ok(Number(packed.headers['content-length']) * 3 < Number(plain.headers['content-length']));
    const again = await send(demo.baseUrl, 'GET', '/docs/viewer.js', {
        headers: { 'If-None-Match': plain.headers.etag },
    });
    assert.deepEqual([again.status, again.text], [304, '']);
});
