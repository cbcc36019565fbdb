/** The bot's registered commands as a member's client offers them: in their language, subcommands spread out. */

const SUBCOMMAND = 1;
const SUBCOMMAND_GROUP = 2;
export const OptionType = { STRING: 3, INTEGER: 4, BOOLEAN: 5, NUMBER: 10 };
const CommandType = { SLASH: 1, MESSAGE: 3 };

const localized = (item, key, locale) => item[`${key}_localizations`]?.[locale] ?? item[key];

/** `bodies` are commands in Discord's JSON; the answer is `{ slash, menus }`. */
export function offered(bodies, locale) {
  const slash = bodies.filter((body) => (body.type ?? CommandType.SLASH) === CommandType.SLASH);
  const menus = bodies.filter((body) => body.type === CommandType.MESSAGE);
  return {
    slash: slash.flatMap((body) => spread(body, locale)).sort((one, other) => one.shown.localeCompare(other.shown)),
    menus: menus.map((body) => ({ name: body.name, shown: localized(body, "name", locale) })),
  };
}

function spread(item, locale, names = [], shownNames = []) {
  const path = [...names, item.name];
  const shownPath = [...shownNames, localized(item, "name", locale)];
  const options = item.options ?? [];
  const inner = options.filter((option) => option.type === SUBCOMMAND || option.type === SUBCOMMAND_GROUP);
  if (inner.length) return inner.flatMap((option) => spread(option, locale, path, shownPath));
  return [
    {
      name: path.join(" "),
      shown: shownPath.join(" "),
      description: localized(item, "description", locale),
      options: options.map((option) => ({
        ...option,
        shown: localized(option, "name", locale),
        hint: localized(option, "description", locale),
        choices: option.choices?.map((choice) => ({ name: localized(choice, "name", locale), value: choice.value })),
      })),
    },
  ];
}

/** Those whose names begin as typed come first, then those that hold it. */
export function matching(commands, typed) {
  const wanted = typed.toLowerCase();
  const begins = ({ name, shown }) => shown.startsWith(wanted) || name.startsWith(wanted);
  const holds = ({ name, shown }) => shown.includes(wanted) || name.includes(wanted);
  return [...commands.filter(begins), ...commands.filter((command) => !begins(command) && holds(command))];
}

/** What an option's field means: its value, nothing, or the complaint that Discord's client would show. */
export function read(option, typed, picked, t) {
  const value = typed.trim();
  if (!value) return option.required ? { complaint: t("required") } : {};
  if (picked !== undefined) return { value: picked };
  if (option.choices) return { complaint: t("noChoices") };
  if (option.type === OptionType.BOOLEAN) return { complaint: t("noChoices") };
  if (option.type !== OptionType.INTEGER && option.type !== OptionType.NUMBER) return { value: typed };
  const number = Number(value.replace(",", "."));
  if (Number.isNaN(number) || (option.type === OptionType.INTEGER && !Number.isInteger(number))) return { complaint: t("notNumber") };
  if (number < (option.min_value ?? -Infinity) || number > (option.max_value ?? Infinity)) {
    return { complaint: t("outOfRange", { low: option.min_value, high: option.max_value }) };
  }
  return { value: number };
}
