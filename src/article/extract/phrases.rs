//! Words that pages put around an article, in several languages: pointers to other articles, share lines, colophons.
//!
//! Only beginnings of short blocks are compared, in lower case, signs before them aside.

/// How the lines begin that are not of the article.
#[rustfmt::skip]
const POINTERS: &[&str] = &[
    // English
    "read more", "read also", "read next", "also read", "see also", "related:", "related articles", "related stories",
    "related posts", "related coverage", "related topics", "more on this", "more stories", "more from", "you may also", "you might also",
    "recommended for you", "recommended stories", "recommended reading", "advertisement", "sponsored", "sign up for", "sign up to", "subscribe", "follow us", "follow @",
    "share this", "share on", "share via", "tags:", "tagged", "filed under", "posted in", "category:", "categories:", "adjust font size",
    "font size", "text size", "print this", "e-mail this", "email this", "leave a comment", "leave a reply", "post a comment", "add a comment",
    "view comments", "show comments", "jump to comments", "0 comment", "all rights reserved", "copyright ©", "©", "download our app",
    "download the app", "get the app", "get our app", "scan the qr", "enter the code", "captcha", "click here to subscribe", "click here to sign up",
    "join our newsletter", "get our newsletter", "our newsletter",
    // German
    "auch interessant", "lesen sie auch", "lesen sie hier", "lesen sie mehr", "mehr zum thema", "mehr dazu", "das könnte sie auch",
    "das könnte dich auch", "das thema könnte", "ähnliche beiträge", "ähnliche artikel", "weiterführende link", "weiterlesen",
    "anzeige", "werbung", "teilen", "schlagwörter", "schlagworte", "kommentare", "kommentar schreiben", "zur startseite", "diesen artikel teilen", "lade weitere",
    "weitere artikel", "mehr artikel", "newsletter abonnieren",
    // French, Spanish, Italian, Portuguese, Dutch
    "lire aussi", "à lire aussi", "a lire aussi", "lire également", "sur le même sujet", "partager cet article", "abonnez-vous",
    "leer también", "lea también", "te puede interesar", "también te puede", "noticias relacionadas", "compartir en", "suscríbete", "leggi anche",
    "articoli correlati", "condividi", "leia também", "leia mais", "compartilhe", "lees ook", "lees meer", "gerelateerd", "deel dit artikel",
    // Russian, Turkish, Polish
    "читайте также", "читать также", "поделиться", "подписывайтесь", "теги:", "ilgili haberler", "paylaş", "czytaj też", "zobacz też", "czytaj także",
    // Chinese
    "相关阅读", "相关新闻", "相关链接", "相关文章", "相关报道", "延伸阅读", "推荐阅读", "猜你喜欢", "更多新闻", "热门推荐", "精彩推荐", "责任编辑", "责编",
    "编辑:", "编辑：", "来源:", "来源：", "分享到", "分享至", "打印本页", "【打印", "打印", "字号", "字体", "大 中 小", "【大 中 小", "扫码", "扫一扫", "扫描二维码", "下载客户端", "下载app",
    "打开app", "我要评论", "发表评论", "网友评论", "评论(", "评论（", "条评论", "关注我们", "关注公众号", "版权声明", "版权所有", "特别声明", "免责声明", "原标题", "返回首页", "纠错", "收藏",
    "相關新聞", "相關文章", "延伸閱讀", "推薦閱讀", "責任編輯", "分享至", "下載",
    // Japanese, Korean
    "関連記事", "関連ニュース", "あわせて読みたい", "この記事をシェア", "続きを読む", "関連リンク", "관련기사", "관련 기사", "기자 =", "저작권자", "무단전재", "공유하기",
    // Arabic, Hebrew
    "اقرأ أيضا", "اقرأ أيضًا", "شارك", "موضوعات متعلقة", "קראו גם", "קרא גם", "כתבות נוספות", "שתפו",
];

/// Longer blocks are read, not compared.
const LONGEST: usize = 160;

/// Whether a block only points elsewhere. `characters` is its length.
pub fn is_pointer(text: &str, characters: usize) -> bool {
    if characters > LONGEST {
        return false;
    }
    let text = text.trim().to_lowercase();
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '【'));
    POINTERS.iter().any(|pointer| text.starts_with(pointer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_told_from_sentences() {
        for text in [
            "Read more: why",
            "» Lesen Sie auch",
            "责任编辑：王某",
            "© 2026 The Paper",
            "SHARE THIS",
        ] {
            assert!(is_pointer(text, text.chars().count()), "{text}");
        }
        for text in [
            "He read more books",
            "Relatedly, the price fell",
            "记者来源于",
        ] {
            assert!(!is_pointer(text, text.chars().count()), "{text}");
        }
    }
}
