// Pictures of cards, as the adaptivecards package draws them in a browser with Teams' colours and sizes: light, or dark
// where the name ends in _dark.
// Standard input: {name: {card, press}}, from cards.py; written: name.png beside this file (or in the folder that
// PICTURES names). WIDTH is a card's width in pixels: 480 is about Teams' own on a desktop, 328 on a phone.
import { execSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = path.dirname(fileURLToPath(import.meta.url));
const target = process.env.PICTURES ?? here;
const width = Number(process.env.WIDTH ?? 480);
const executablePath = process.env.CHROMIUM ?? found('chromium');
const require = createRequire(import.meta.url);
const script = (name, file) => path.join(path.dirname(require.resolve(`${name}/package.json`)), file);

function found(program) {
  try {
    return execSync(`command -v ${program}`).toString().trim();
  } catch {
    console.error(`Pictures need ${program}: on Debian, apt install ${program}; or name one as CHROMIUM=…`);
    process.exit(1);
  }
}

const FONT = "'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif";
const font = {
  fontFamily: FONT,
  fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
};
const LIGHT = { text: '#242424', subtle: '#616161', card: '#ffffff', set: '#f5f5f5', page: '#f0f0f0', edge: '#d1d1d1', accent: '#5b5fc7' };
const DARK = { text: '#ffffff', subtle: '#adadad', card: '#292929', set: '#1f1f1f', page: '#141414', edge: '#616161', accent: '#9ea2ff' };
function look(shade) {
  const text = { default: shade.text, subtle: shade.subtle };
  const colours = {
    default: text, dark: text, light: { default: '#ffffff', subtle: '#f0f0f0' },
    accent: { default: shade.accent, subtle: shade.accent }, good: { default: '#237b4b', subtle: '#237b4b' },
    warning: { default: '#835c00', subtle: '#835c00' }, attention: { default: '#c4314b', subtle: '#c4314b' },
  };
  const style = backgroundColor => ({ backgroundColor, foregroundColors: colours });
  const host = {
    supportsInteractivity: true,
    fontFamily: FONT,
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: '#e0e0e0' },
    fontTypes: { default: font, monospace: font },
    textStyles: { heading: { size: 'large', weight: 'bolder' } },
    textBlock: { headingLevel: 2 },
    containerStyles: {
      default: style(shade.card), emphasis: style(shade.set), accent: style('#e8ebfa'),
      good: style('#e7f2da'), warning: style('#fff9f5'), attention: style('#fcf4f6'),
    },
    actions: {
      maxActions: 6, buttonSpacing: 8, spacing: 'default', actionsOrientation: 'horizontal', actionAlignment: 'left',
      showCard: { actionMode: 'inline', inlineTopMargin: 16, style: 'emphasis' },
    },
  };
  return host;
}
const css = shade => `
  * { box-sizing: border-box; }
  body { margin: 0; background: ${shade.page}; font: 14px/20px ${FONT}; }
  #frame { display: inline-block; padding: 16px; }
  #card { width: ${width}px; border-radius: 4px; overflow: hidden; background: ${shade.card}; box-shadow: 0 1px 4px #0003; }
  .ac-textBlock { line-height: 1.4 !important; }
  .ac-textBlock ul, .ac-textBlock ol { margin: 4px 0; padding-left: 20px; }
  .ac-pushButton { font: 600 14px/20px ${FONT}; color: ${shade.text}; background: ${shade.card}; border: 1px solid ${shade.edge};
    border-radius: 4px; padding: 5px 12px; max-width: 100%; overflow: hidden; text-overflow: ellipsis;
    white-space: nowrap; }
  .ac-selectable { cursor: pointer; }
  .ac-input { font: 14px/20px ${FONT}; color: ${shade.text}; background: ${shade.card};
    border: 1px solid ${shade.edge}; border-radius: 4px; padding: 5px 8px; width: 100%; }
  .ac-inputLabel { color: ${shade.text}; }
`;

const pictures = JSON.parse(fs.readFileSync(0, 'utf8'));
const browser = await chromium.launch({
  executablePath, headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const page = await browser.newPage({ viewport: { width: width + 32, height: 600 } });
await page.route('**', route => route.abort());
for (const [name, { card, press }] of Object.entries(pictures)) {
  const shade = name.endsWith('_dark') ? DARK : LIGHT;
  await page.setContent(`<style>${css(shade)}</style><div id="frame"><div id="card"></div></div>`);
  await page.addScriptTag({ path: script('markdown-it', 'dist/browser/markdown-it.umd.min.js') });
  await page.addScriptTag({ path: script('adaptivecards', 'dist/adaptivecards.min.js') });
  const faults = await page.evaluate(({ card, host }) => {
    const { AdaptiveCard, HostConfig, SerializationContext } = window.AdaptiveCards;
    const markdown = window.markdownit();
    AdaptiveCard.onProcessMarkdown = (said, result) => {
      result.outputHtml = markdown.render(said);
      result.didProcess = true;
    };
    const drawn = new AdaptiveCard();
    drawn.hostConfig = new HostConfig(host);
    const context = new SerializationContext();
    drawn.parse(card, context);
    document.querySelector('#card').append(drawn.render());
    // What only Teams draws has a fallback, which the tests insist on.
    return Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message)
      .filter(message => !message.includes('Unknown element type "Chart.'));
  }, { card, host: look(shade) });
  if (faults.length) throw new Error(`${name}: ${faults.join('; ')}`);
  if (press) await page.getByRole('button', { name: press }).first().click();
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement?.blur());
  await page.locator('#frame').screenshot({ path: path.join(target, `${name}.png`) });
}
await browser.close();
