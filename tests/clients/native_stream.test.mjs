// The example that docs/api/stream.md shows, against a demo: it loses its line and misses nothing.
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';

import { Program, repository, startDemo } from './support/demo.mjs';

const script = path.join(repository, 'examples', 'native-stream.mjs');

async function run(environment) {
    const program = new Program([script], {
        command: process.execPath,
        spawn: { env: { PATH: process.env.PATH, ...environment } },
    });
    const { code } = await program.end(60_000);
    return { code, output: program.output };
}

describe('examples/native-stream.mjs', () => {
    test('hears each change of its orders exactly once, though its line is cut', async () => {
        const demo = await startDemo();
        try {
            const { code, output } = await run({ CREDENTIALS: demo.credentialsFile });
            assert.equal(code, 0, output);
            assert.match(output, /nothing was missed\n[^]*nothing was told twice/, output);
            assert.doesNotMatch(output, /too much was missed/, output);
        } finally {
            await demo.stop();
        }
    });

    test('says in a sentence what is missing', async () => {
        const { code, output } = await run({});
        assert.equal(code, 1);
        assert.match(output, /CREDENTIALS/);
    });
});
