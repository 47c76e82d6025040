/** Somebody sets up a second factor, signs in with it, makes a key and ends a session; an administrator helps out. */
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, type Visitor } from './support/stage.ts';

let stage: Stage;
let anna: Visitor;

beforeAll(async () => {
  stage = await openStage();
  anna = await stage.enter('Anna');
});
afterAll(() => stage?.close());

describe('the own security', () => {
  it('has a second factor that the next sign-in asks for', async () => {
    const { page } = anna;
    await anna.open('/profile/security');
    await page.getByRole('button', { name: 'Set up' }).click();
    await page.getByRole('img', { name: 'QR code for the app' }).waitFor();
    const secret = await page.locator('code').first().innerText();
    const totp = new TOTP({ secret: Secret.fromBase32(secret.trim()) });
    await page.getByRole('textbox', { name: 'Code' }).fill('000000');
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByText('The code is wrong or was used already', { exact: false }).waitFor();
    await page.getByRole('textbox', { name: 'Code' }).fill(totp.generate());
    await page.getByRole('button', { name: 'Switch on' }).click();
    const codes = page.getByRole('list', { name: 'Recovery codes' });
    await codes.waitFor();
    const recovery = await codes.getByRole('listitem').first().innerText();
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('10 recovery codes are left').waitFor();

    const stranger = await stage.stranger();
    await stranger.goto('/sign-in');
    await stranger.getByLabel('E-mail').fill('anna@demo.example');
    await stranger.getByLabel('Password', { exact: true }).fill('demonstration');
    await stranger.getByRole('button', { name: 'Sign in', exact: true }).click();
    await stranger.getByLabel('Code of the app').fill(recovery);
    await stranger.getByRole('button', { name: 'Sign in', exact: true }).click();
    await stranger.getByRole('navigation', { name: 'Main navigation' }).waitFor();

    await anna.open('/profile/security');
    await page.getByRole('button', { name: 'End all others' }).click();
    await expect
      .poll(() => page.getByRole('list', { name: 'Sessions' }).getByRole('listitem').count())
      .toBe(1);
    await stranger.goto('/inbox');
    await stranger.waitForURL(/sign-in/);
    await stranger.context().close();
  });

  it('makes a key that is shown once and works until it is revoked', async () => {
    const { page } = anna;
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByLabel('What it is for').fill('Nightly export');
    await page.getByRole('button', { name: 'Make the key' }).click();
    const key = await page.getByText(/^tlk_/).first().innerText();
    const ask = () => fetch(`${stage.url}/api/session`, { headers: { authorization: `Bearer ${key}` } });
    expect((await ask()).status).toBe(200);
    await page.getByRole('button', { name: 'Revoke the key Nightly export' }).click();
    await expect.poll(async () => (await ask()).status).toBe(401);
    expect(anna.complaints.filter((text) => !/status of 422/.test(text))).toEqual([]);
  });
});

describe('an administrator', () => {
  it('makes a person, who signs in, and keeps him out when he has left', async () => {
    const viktor = await stage.enter('Viktor');
    const { page } = viktor;
    const email = `newcomer${Date.now()}@demo.example`;
    await viktor.open('/admin/people');
    await page.getByRole('button', { name: 'New person' }).click();
    const panel = page.getByRole('complementary');
    await panel.getByRole('button', { name: 'Save' }).click();
    await panel.getByText('Fill this in.').first().waitFor();
    await panel.getByRole('textbox', { name: 'Name' }).fill('Nora Newcomer');
    await panel.getByRole('textbox', { name: 'E-mail' }).fill(email);
    await panel.getByText('Password for one sign-in, shown here').click();
    await panel.getByRole('button', { name: 'Save' }).click();
    const once = await panel.getByText(/^\w{4}(-\w{4}){3}$/).innerText();
    await panel.getByRole('button', { name: 'Close' }).click();
    const enter = async (): Promise<number> => {
      const headers = { 'content-type': 'application/json', 'x-requested-with': 'throughline' };
      const body = JSON.stringify({ email, password: once });
      return (await fetch(`${stage.url}/api/session`, { method: 'POST', headers, body })).status;
    };
    expect(await enter()).toBe(200);
    await page.getByRole('button', { name: 'Open Nora Newcomer' }).click();
    await panel.getByRole('button', { name: 'Has left …' }).click();
    await panel.getByText('Nothing is open.').waitFor();
    await panel.getByRole('button', { name: 'Has left' }).click();
    const gone = page.getByRole('list', { name: 'Have left' });
    await gone.getByRole('button', { name: 'Open Nora Newcomer' }).waitFor();
    expect(await enter()).toBe(401);
  });

  it('takes a lost second factor away and gives a password for one sign-in', async () => {
    const viktor = await stage.enter('Viktor');
    const { page } = viktor;
    await viktor.open('/admin/sign-in');
    await page.getByRole('button', { name: 'Sign-in of Anna Petrova' }).click();
    await page.getByRole('button', { name: 'Take the second factor away' }).click();
    await page.getByRole('button', { name: 'Password for one sign-in' }).click();
    const once = await page
      .getByRole('complementary')
      .getByText(/^\w{4}(-\w{4}){3}$/)
      .innerText();

    const stranger = await stage.stranger({ width: 390, height: 844 });
    await stranger.goto('/sign-in');
    await stranger.getByLabel('E-mail').fill('anna@demo.example');
    await stranger.getByLabel('Password', { exact: true }).fill(once);
    await stranger.getByRole('button', { name: 'Sign in', exact: true }).click();
    await stranger.waitForURL(/profile\/security/);
    await stranger.getByText('Choose one of your own', { exact: false }).waitFor();
    await stranger.getByLabel('Present password').fill(once);
    await stranger.getByLabel('New password').fill('four quiet herons wade');
    await stranger.getByRole('button', { name: 'Change password' }).click();
    await stranger.getByRole('heading', { name: 'API keys' }).waitFor();
    await stranger.context().close();
  });
});
