// The example that README shows, as a person runs it: alone, and against a demo that runs.
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';

import { Program, binary, repository, startDemo } from './support/demo.mjs';

const script = path.join(repository, 'examples', 'first-key.mjs');

async function run(environment) {
    const program = new Program([script], {
        command: process.execPath,
        spawn: { env: { PATH: process.env.PATH, POSTERN_BINARY: binary, ...environment } },
    });
    const { code } = await program.end(120_000);
    return { code, output: program.output };
}

describe('examples/first-key.mjs', () => {
    test('goes from registration to a signed order on a demo of its own', async () => {
        const { code, output } = await run({});
        assert.equal(code, 0, output);
        assert.match(output, /signed order placed: \d+, (open|new)/, output);
    });

    test('does so on a demo that runs', async () => {
        const demo = await startDemo();
        try {
            const environment = { BASE_URL: demo.baseUrl, CREDENTIALS: demo.credentialsFile };
            const { code, output } = await run(environment);
            assert.equal(code, 0, output);
        } finally {
            await demo.stop();
        }
    });

    test('says in a sentence what is missing', async () => {
        const { code, output } = await run({ BASE_URL: 'http://127.0.0.1:1' });
        assert.equal(code, 1);
        assert.match(output, /CREDENTIALS/);
    });
});
