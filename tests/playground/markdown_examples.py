"""Content and the tree that Discord's client makes of it: for the parser here and for the page's own."""

from playground.markdown_tree import (
    Code,
    CodeBlock,
    Emoji,
    Heading,
    Link,
    List,
    Mention,
    Node,
    Quote,
    Style,
    Styled,
    Subtext,
    Target,
    Text,
    Timestamp,
)


def t(text: str) -> Text:
    return Text(text)


def bold(*children: Node) -> Styled:
    return Styled(Style.BOLD, children)


def italic(*children: Node) -> Styled:
    return Styled(Style.ITALIC, children)


def underline(*children: Node) -> Styled:
    return Styled(Style.UNDERLINE, children)


def struck(*children: Node) -> Styled:
    return Styled(Style.STRIKETHROUGH, children)


def spoiler(*children: Node) -> Styled:
    return Styled(Style.SPOILER, children)


def link(address: str) -> Link:
    return Link(address, (Text(address),))


EXAMPLES: tuple[tuple[str, tuple[Node, ...]], ...] = (
    ("", ()),
    ("Wo fand das Treffen statt?", (t("Wo fand das Treffen statt?"),)),
    # escapes
    (r"\*a\* \_b\_ \~ \| \> \- \[ \< \@ \# \` \: \\", (t(r"*a* _b_ ~ | > - [ < @ # ` : " + "\\"),)),
    (r"\a \1 \ä \„x\“", (t(r"\a \1 ä „x“"),)),
    ("\\ \\\n\\", (t("\\ \\\n\\"),)),
    (r"\😀", (t("😀"),)),
    (r"¯\_(ツ)_/¯", (t(r"¯\_(ツ)_/¯"),)),
    # emphasis
    ("*a* **b** __c__", (italic(t("a")), t(" "), bold(t("b")), t(" "), underline(t("c")))),
    ("~~d~~ ||e||", (struck(t("d")), t(" "), spoiler(t("e")))),
    ("_a_ snake_case_name _b_c", (italic(t("a")), t(" snake_case_name _b_c"))),
    ("snake_case_ end", (t("snake"), italic(t("case")), t(" end"))),
    ("_ä_ö", (italic(t("ä")), t("ö"))),
    ("***a***", (italic(bold(t("a"))),)),
    ("***a* b** c", (bold(italic(t("a")), t(" b")), t(" c"))),
    ("***a** b* c", (italic(bold(t("a")), t(" b")), t(" c"))),
    ("*a **b* c**", (italic(t("a **b")), t(" c**"))),
    ("**a *b** c*", (bold(t("a *b")), t(" c*"))),
    ("**** ** __", (bold(t("** ")), t(" __"))),
    ("** **", (bold(t(" ")),)),
    ("****", (italic(t("**")),)),
    ("**", (t("**"),)),
    ("* a* b *c *d", (List(None, ((t("a* b "), italic(t("c")), t("d")),)),)),
    ("x * a* b *c", (t("x * a* b *c"),)),
    ("2 * 3 * 4", (t("2 * 3 * 4"),)),
    ("a *b  * c", (t("a "), italic(t("b")), t(" c"))),
    ("*a\n*", (t("*a\n*"),)),
    (r"**\**", (t("*"), italic(t("*")))),
    (r"*a\*", (t("*a*"),)),
    (r"~~a\~~b", (struck(t("a\\")), t("b"))),
    ("~~~~ || ||||", (t("~~~~ "), spoiler(t(" ")), t("||"))),
    ("~~a~~_b_", (t("~~a~~"), italic(t("b")))),
    # code
    ("`a*b*` ``c`d`` \\`e`", (Code("a*b*"), t(" "), Code("c`d"), t(" `e`"))),
    (r"`\`", (Code("\\"),)),
    ("`` `a` `` ``", (Code("`a`"), t(" ``"))),
    ("a `b", (t("a `b"),)),
    ("```py\nx = 1\n```", (CodeBlock("x = 1", "py"),)),
    ("a ```b``` c", (t("a "), CodeBlock("b"), t(" c"))),
    ("```not a language\nx```", (CodeBlock("not a language\nx"),)),
    ("``````", (t("``````"),)),
    # quotes
    ("> a", (Quote((t("a"),)),)),
    ("> a\n> b\nc", (Quote((t("a\nb"),)), t("c"))),
    ("> a\n\nb", (Quote((t("a"),)), t("\nb"))),
    (">>> a\n\nb", (Quote((t("a\n\nb"),)),)),
    ("x > a", (t("x > a"),)),
    (">a", (t(">a"),)),
    ("> > a", (Quote((t("> a"),)),)),
    ("a\n  > b", (t("a\n  "), Quote((t("b"),)))),
    ("a **> b**", (t("a "), bold(t("> b")))),
    ("**> b**", (bold(Quote((t("b"),))),)),
    ("> # a\n> -# b", (Quote((Heading(1, (t("a"),)), Subtext((t("b"),)))),)),
    ("> a **b**\n— **c**, d", (Quote((t("a "), bold(t("b")))), t("— "), bold(t("c")), t(", d"))),
    (r"> \> a \- b", (Quote((t("> a - b"),)),)),
    # headings and subtext
    ("# a\n## b\n### c\n#### d", (
        Heading(1, (t("a"),)), Heading(2, (t("b"),)), Heading(3, (t("c"),)), t("#### d"),
    )),
    ("a # b", (t("a # b"),)),
    ("a\n # b", (t("a\n # b"),)),
    ("#a", (t("#a"),)),
    ("# # a", (t("# # a"),)),
    ("#\na", (Heading(1, (t("a"),)),)),
    ("# **a** ##", (Heading(1, (bold(t("a")),)),)),
    (r"\# a", (t("# a"),)),
    ("-# a *b*\nc", (Subtext((t("a "), italic(t("b")))), t("c"))),
    ("a -# b", (t("a -# b"),)),
    (r"\-# a", (t("-# a"),)),
    ("-# -# a", (t("-# -# a"),)),
    # lists
    ("- a\n- **b**", (List(None, ((t("a"),), (bold(t("b")),))),)),
    ("* a\n  - b\nc", (List(None, ((t("a"), List(None, ((t("b"),),))),)), t("c"))),
    ("3. a\n7. b", (List(3, ((t("a"),), (t("b"),))),)),
    ("0. a", (List(1, ((t("a"),),)),)),
    ("2025. Das war es.", (List(2025, ((t("Das war es."),),)),)),
    (r"2025\. Das war es.", (t("2025. Das war es."),)),
    ("Am 15. August, um 3. Stunde", (t("Am 15. August, um 3. Stunde"),)),
    ("x\n1. a", (t("x\n"), List(1, ((t("a"),),)))),
    ("x - a", (t("x - a"),)),
    ("-a 1.a", (t("-a 1.a"),)),
    ("- # a", (List(None, ((t("# a"),),)),)),
    # links
    ("https://example.org/a_b_c?d=*e*.", (link("https://example.org/a_b_c?d=*e*"), t("."))),
    ("(https://a.org/b) https://a.org/b_(c)", (
        t("("), link("https://a.org/b"), t(") "), link("https://a.org/b_(c)"),
    )),
    ("seehttps://a.org/x", (t("see"), link("https://a.org/x"))),
    ("ftp://a.org/x steam://run/1", (t("ftp://a.org/x steam://run/1"),)),
    (r"https\://a.org", (t("https://a.org"),)),
    ("<https://a.org/b> <foo:/bar> <a b>", (link("https://a.org/b"), t(" foo:/bar <a b>"))),
    ("<a@b.org> <+49 30 1234>", (
        Link("mailto:a@b.org", (t("a@b.org"),)), t(" "), Link("tel:+49-30-1234", (t("+49 30 1234"),)),
    )),
    ('[a *b*](https://c.org "d") [e](<https://f.org>)', (
        Link("https://c.org", (t("a "), italic(t("b"))), "d"), t(" "), Link("https://f.org", (t("e"),)),
    )),
    ("[a](b) [a] (https://b.org)", (t("[a](b) [a] ("), link("https://b.org"), t(")"))),
    (r"[a\*](nowhere)", (t(r"[a\*](nowhere)"),)),
    (r"[a\*](https://b.org)", (Link("https://b.org", (t(r"a\*"),)),)),
    ("[https://a.org](https://b.org)", (t("[https://a.org](https://b.org)"),)),
    ("[<@1>](https://b.org)", (t("[<@1>](https://b.org)"),)),
    ("[ ](https://b.org)", (t("[ ](https://b.org)"),)),
    ("[a](javascript:alert(1))", (t("[a](javascript:alert(1))"),)),
    (r"\[a](https://b.org)", (t("[a]("), link("https://b.org"), t(")"))),
    # mentions and the like
    ("<@1> <@!2> <@&3> <#4> @everyone @here @someone", (
        Mention(Target.USER, "1"), t(" "), Mention(Target.USER, "2"), t(" "), Mention(Target.ROLE, "3"), t(" "),
        Mention(Target.CHANNEL, "4"), t(" "), Mention(Target.EVERYONE), t(" "), Mention(Target.HERE), t(" @someone"),
    )),
    ("a@everyone", (t("a"), Mention(Target.EVERYONE))),
    (r"\<@1> \@everyone <\@1>", (t("<@1> @everyone <@1>"),)),
    ("</corpus reload:5> </ask:x> <id:guide>", (
        Mention(Target.COMMAND, "5", "corpus reload"), t(" </ask:x> "), Mention(Target.PAGE, name="guide"),
    )),
    ("<t:1755288000> <t:1755288000:R> <t:x> <t:99999999999999>", (
        Timestamp(1755288000), t(" "), Timestamp(1755288000, "R"), t(" <t:x> <t:99999999999999>"),
    )),
    ("<:a_b:1> <a:c:2> <:d> :tada: :nothing_like_it: 12:30:45", (
        Emoji("a_b", id="1"), t(" "), Emoji("c", id="2", animated=True), t(" <:d> "), Emoji("tada", "🎉"),
        t(" :nothing_like_it: 12:30:45"),
    )),
    # white space and characters that are not seen
    ("a\r\nb\tc\fd", (t("a\nb    cd"),)),
    ("a  \nb", (t("a\nb"),)),
    ("a\n\n\nb", (t("a\n\n\nb"),)),
    ("\u200b# a\u202e", (t("\u200b# a\u202e"),)),
    ("<script>alert(1)</script>", (t("<script>alert(1)</script>"),)),
)  # fmt: skip
