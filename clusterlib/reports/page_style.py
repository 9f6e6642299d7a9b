"""The look of the report page: for the screen, for a phone and for paper."""

PAGE_STYLE = """<style>
body{margin:0;background:#fff;color:#1f2933}main.cl{max-width:60rem;margin:0 auto;padding:1.5rem 1.2rem 4rem}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:1rem;background:#fff;padding:.5rem}
header{border-bottom:3px solid #0072b2;margin-bottom:1rem}header h1{margin:.2rem 0;font-size:2rem}
.place{font-size:1.1rem;margin:.2rem 0}.facts{font-size:.85em;color:#52606d;margin:.6rem 0 .9rem}
.facts dt{display:inline;font-weight:600}.facts dt:after{content:":"}
.facts dd{display:inline;margin:0 .6rem 0 .3rem}
h2{margin-top:2.2rem;line-height:1.25}h3{margin-top:1.6rem}
section.step{border-top:1px solid #d5dbe1;margin-top:2.5rem}section.step h2{color:#0b4f7d}
nav ul{list-style:none;padding-left:1rem}
nav>ul{padding:0;columns:2;column-gap:2rem}nav li{break-inside:avoid;margin:.2rem 0}
nav a,section a{color:#0b5c94}
#top,#more{background:#fafbfc;padding:.2rem 1rem 1rem;border:1px solid #d5dbe1}
#top h2,#more h2{margin-top:.8rem}#more{border-top:0}.cl td,.cl li{overflow-wrap:anywhere}
blockquote{border-left:4px solid #b8bdc4;margin-left:0;padding-left:1rem;color:#3e4c59}
details{margin:.6rem 0}summary{cursor:pointer}footer{margin-top:3rem;border-top:1px solid #d5dbe1}
a:focus-visible,summary:focus-visible{outline:3px solid #e69f00;outline-offset:2px}
@media(max-width:40rem){nav>ul{columns:1}.cl table{font-size:.8em}}
@media print{main.cl{max-width:none;padding:0}nav>ul{columns:2}section.step{break-before:page}
.cl-figure,.cl tr,.cl-reading{break-inside:avoid}.skip{display:none}details>summary{list-style:none}}
</style>"""
