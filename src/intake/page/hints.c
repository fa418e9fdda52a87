/* What an element calls itself: its tag, its role, the words in its class and id. Who chooses has to believe names only
 * of what holds a small part of the page: the article itself may stand in an element "has-sidebar no-comments". */
#include "intake/page/internal.h"

#define LONGEST_HINT 512u /* bytes of names that are looked at */

/* clang-format off */
/* Words that begin parts of class names and ids; with a point, the whole part; with ^, at the name's beginning. */
static const char *const bad_names[] = {
    "ad.", "ads.", "adbox", "advert", "adsense", "adslot", "addtoany", "also.", "article-footer", "article-list",
    "author-bio", "author-box", "author-card", "author-desc", "author-info", "about-author", "about-the-author",
    "banner", "bio.", "bottom-bar", "box-related", "breadcrumb", "byline", "bylines", "callout-newsletter",
    "caption", "carousel", "cookie", "copyright", "correction-link", "credit", "cross-sell", "cta.", "dateline-",
    "disclaimer", "disclosure", "donat", "entry-footer", "entry-meta", "entry-utility", "eyebrow", "flyout",
    "follow-", "foot.", "footer", "gdpr", "^hide.", "infobox-nav", "inline-promo", "instapaper", "jp-", "kicker",
    "latest", "login", "lightbox", "masthead", "media-credit", "mc-embed", "menu", "meta.", "metadata", "modal",
    "^more-", "^most-", "nav.", "navbar", "navigation", "newsletter", "^next-", "noprint", "notification", "onward",
    "outbrain", "overlay", "page-links", "pager", "pagination", "paywall", "photo-credit", "popular", "popup",
    "post-author", "post-footer", "post-meta", "post-nav", "post-tags", "prev.", "print-only", "printfooter",
    "profile", "promo", "rating", "read-also", "read-more", "read-next", "recent", "recirc", "recommend", "rel-",
    "related", "rss", "screen-reader", "share", "sharedaddy", "sharing", "shoutbox", "sidebar", "sign-up", "signup",
    "site-header", "site-info", "site-nav", "skip-", "social", "sponsor", "sr-only", "stay-", "sticky", "subscri",
    "survey", "syndication", "tabbar", "taboola", "tags", "taglist", "teaser", "ticker", "timestamp", "toolbar",
    "tools", "top-bar", "topbar", "topic-list", "trending", "trinity", "tweet-button", "up-next", "upsell",
    "user-info", "utility", "visually-hidden", "^widget", "writer-bio", "yarpp", "zergnet"};
static const char *const comment_names[] = {
    "comment", "disqus", "respond.", "reply", "replies", "discussion", "livefyre", "coral", "fb-comments", "remark"};
static const char *const body_names[] = {
    "article-body", "article-content", "article-text", "articlebody", "article-main", "body-copy", "content-body",
    "entry-content", "entry-body", "main-content-article", "post-body", "post-content", "post-entry", "postcontent",
    "rich-text-article", "story-body", "story-content", "storybody", "story-text", "td-post-content",
    "single-content", "^story.", "articletext", "caas-body"};
/* clang-format on */

/* " entry-content is-open id": the class and the id, camels cut, each name after a blank, its parts after hyphens. */
static Text normal_names(const Element *e, char out[LONGEST_HINT])
{
    const Text names[2] = {element_attribute(e, "class"), element_attribute(e, "id")};
    size_t n = 0;
    for (size_t k = 0; k < COUNT(names); k++) {
        bool lower = false;
        if (n < LONGEST_HINT - 2) out[n++] = ' ';
        for (size_t i = 0; i < names[k].size && n < LONGEST_HINT - 3; i++) {
            uint8_t c = (uint8_t)names[k].data[i];
            bool big = c >= 'A' && c <= 'Z', letter = big || (c >= 'a' && c <= 'z');
            if (big && lower) out[n++] = '-';
            out[n++] = letter ? (char)(c | 32) : c <= ' ' ? ' ' : '-';
            lower = letter && !big;
        }
    }
    out[n++] = ' ';
    return text_of(out, n);
}

static bool begins_name(Text t, size_t at, const char *name)
{
    for (; *name && *name != '.'; name++, at++)
        if (at == t.size || t.data[at] != *name) return false;
    return !*name || at == t.size || t.data[at] == ' ' || t.data[at] == '-';
}

static bool names_one_of(Text t, const char *const *names, size_t count)
{
    for (size_t at = 1; at < t.size; at++) {
        bool begins = t.data[at - 1] == ' ';
        if (!begins && t.data[at - 1] != '-') continue;
        for (size_t i = 0; i < count; i++) {
            const char *name = names[i] + (begins && *names[i] == '^');
            if (*name == t.data[at] && begins_name(t, at, name)) return true;
        }
    }
    return false;
}

static bool is_role(Text role)
{
    static const char *const roles[] = {"navigation",  "banner", "contentinfo", "complementary", "search",  "dialog",
                                        "alertdialog", "menu",   "menubar",     "alert",         "tablist", "toolbar"};
    for (size_t i = 0; i < COUNT(roles); i++)
        if (text_is_case(role, roles[i])) return true;
    return false;
}

/* A table or a quotation in a figure is the article's, all else a picture's. */
static bool is_picture(const Tree *tree, uint32_t e)
{
    uint32_t end = tree->elements[e].end;
    for (uint32_t i = e + 1; i < end && i < e + 100; i++)
        if (tree->elements[i].tag == GUMBO_TAG_TABLE || tree->elements[i].tag == GUMBO_TAG_BLOCKQUOTE) return false;
    return true;
}

/* "twitter-tweet", "instagram-media": as the networks themselves have their posts set in. Such a post is the article's,
 * whatever the box round it is called. */
static bool holds_post(const Tree *tree, uint32_t e)
{
    static const char *const posts[] = {"twitter-tweet", "twitter-video", "instagram-media", "tiktok-embed",
                                        "bluesky-embed"};
    uint32_t end = tree->elements[e].end;
    for (uint32_t i = e + 1; i < end && i < e + 20; i++) {
        if (tree->elements[i].tag != GUMBO_TAG_BLOCKQUOTE) continue;
        Text name = element_attribute(&tree->elements[i], "class");
        for (size_t k = 0; k < COUNT(posts); k++)
            if (text_has_case(name, posts[k])) return true;
    }
    return false;
}

/* The classes of these are the content system's notes on the whole article, its topics among them. */
static bool is_named_by_system(GumboTag tag)
{
    return tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_HEAD || tag == GUMBO_TAG_BODY || tag == GUMBO_TAG_ARTICLE ||
           tag == GUMBO_TAG_MAIN;
}

Hint hint_of(const Tree *tree, uint32_t index)
{
    char buffer[LONGEST_HINT];
    const Element *e = &tree->elements[index];
    switch (e->tag) {
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_ADDRESS:
        return HINT_BAD;
    case GUMBO_TAG_FIGURE:
        return is_picture(tree, index) ? HINT_BAD : HINT_NONE;
    default:
        break;
    }
    if (text_is_case(element_attribute(e, "itemprop"), "articleBody")) return HINT_BODY;
    if (is_role(element_attribute(e, "role"))) return HINT_BAD;
    Text names = normal_names(e, buffer);
    if (names.size <= 3) return HINT_NONE;
    if (names_one_of(names, body_names, COUNT(body_names))) return HINT_BODY;
    if (is_named_by_system(e->tag)) return HINT_NONE;
    if (names_one_of(names, comment_names, COUNT(comment_names))) return HINT_COMMENTS;
    if (!names_one_of(names, bad_names, COUNT(bad_names))) return HINT_NONE;
    return holds_post(tree, index) ? HINT_NONE : HINT_BAD;
}
