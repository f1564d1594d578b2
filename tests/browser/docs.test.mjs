// /docs in a real browser: it shows the operations, says nothing on the console, and asks nobody
// but the server that it came from.
//
//     script/bootstrap --browser
//     POSTERN_BINARY=build/debug/bin/postern node --test tests/browser/docs.test.mjs
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

import { startDemo } from '../clients/support/demo.mjs';

const browserPath = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';

let demo;
let browser;
before(async () => {
    demo = await startDemo();
    // No sandbox: containers have none to give, and the only page is ours.
    browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
});
after(async () => {
    await browser?.close();
    await demo?.stop();
});

// A page that remembers every complaint and every origin that was asked.
async function watched() {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1400 } });
    const complaints = [];
    const origins = new Set();
    page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
        const { protocol, origin } = new URL(request.url());
        if (protocol !== 'data:') origins.add(origin);
    });
    return { page, complaints, origins };
}

test('every operation of the document is on the page, and an opened one shows its refusals', async () => {
    const { page, complaints, origins } = await watched();
    const definition = await (await fetch(`${demo.baseUrl}/openapi.json`)).json();
    await page.goto(`${demo.baseUrl}/docs`);
    await page.waitForSelector('.opblock');
    const wanted = Object.values(definition.paths).flatMap(Object.keys).length;
    assert.equal(await page.locator('.opblock').count(), wanted);

    const place = page.locator('.opblock-post', { hasText: 'Places an order' });
    await place.locator('button').first().click();
    await place.getByText('insufficient_funds').first().waitFor();
    assert.match(await place.innerText(), /quantity/);
    assert.match(await place.innerText(), /Postern-Seq|postern-seq/i);
    if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT, fullPage: true });
    assert.deepEqual(complaints, []);
    assert.deepEqual([...origins], [demo.baseUrl]);
});

test('an open operation can be tried from the page', async () => {
    const { page, complaints } = await watched();
    await page.goto(`${demo.baseUrl}/docs`);
    const time = page.locator('.opblock', { hasText: "The server's clock" });
    await time.locator('button').first().click();
    await time.getByRole('button', { name: 'Try it out' }).click();
    await time.getByRole('button', { name: 'Execute' }).click();
    await time.locator('.live-responses-table').getByText('unix_ms').waitFor();
    assert.deepEqual(complaints, []);
});

test('the page of refusals stands at the code that a problem names', async () => {
    const { page, complaints, origins } = await watched();
    const refused = await (await fetch(`${demo.baseUrl}/v1/balances`)).json();
    await page.goto(demo.baseUrl + refused.type);
    const target = page.locator('section:target');
    assert.equal(await target.locator('h2').innerText(), 'unauthorized');
    assert.ok(await target.isVisible());
    assert.deepEqual(complaints, []);
    assert.deepEqual([...origins], [demo.baseUrl]);
});
