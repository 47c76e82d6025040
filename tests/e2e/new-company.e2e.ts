/** An empty installation: its first administrator is led to what the company needs, as far as a process and a customer. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startProduct, type ProductProcess } from '../support/product.ts';
import { seriousViolations } from './support/axe.ts';
import { WAIT_MS_MAX } from './support/stage.ts';

let product: ProductProcess;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  const context = await browser.newContext({ baseURL: product.url, reducedMotion: 'reduce' });
  context.setDefaultTimeout(WAIT_MS_MAX);
  page = await context.newPage();
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const steps = () => page.getByRole('region', { name: 'First steps of your company' });

describe('an empty installation', () => {
  it('makes its first administrator, who sees what is to be done first', async () => {
    await page.goto('/');
    await page.getByLabel('Your name').fill('Ada Admin');
    await page.getByLabel('E-mail').fill('ada@company.example');
    await page.getByRole('textbox', { name: 'Password' }).fill('nobody guesses this one');
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Create administrator' }).click();
    await steps().waitFor();
    expect(await steps().getByRole('link').count()).toBe(4);
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('has a shipped process published and its first customer made', async () => {
    await steps().getByRole('link', { name: 'Take a ready process, or draw one' }).click();
    const ready = page.getByRole('complementary', { name: 'Ready processes' });
    const item = ready.getByRole('listitem').filter({ hasText: 'Call a silent customer' });
    await item.getByRole('button', { name: 'Publish' }).click();
    await page
      .getByText(/^Version 1/)
      .first()
      .waitFor();

    await page.goto('/records/account');
    await page.getByRole('main').getByRole('button', { name: 'New' }).first().click();
    const panel = page.getByRole('complementary');
    await panel.getByRole('textbox', { name: /^Name/ }).fill('Northwind Trading');
    await panel.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { level: 1, name: 'Northwind Trading' }).waitFor();
    await page.goto('/');
    // What is done is no way to go any more.
    await expect.poll(() => steps().getByRole('link').count(), { timeout: WAIT_MS_MAX }).toBe(2);
  });
});
