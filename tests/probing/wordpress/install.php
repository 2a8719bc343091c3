<?php
// Run once it installs WordPress, run again it fills it: `php install.php FOLDER THEME`. The posts stand in posts.json
// beside the folder.
[$_, $folder, $look] = $argv;
$_SERVER['HTTP_HOST'] = 'mfa.ostria.example';
$_SERVER['REQUEST_URI'] = '/';
if (!is_file(dirname($folder) . '/installed')) {
    define('WP_INSTALLING', true);
}
require "$folder/wp-load.php";
require "$folder/wp-admin/includes/upgrade.php";
if (defined('WP_INSTALLING')) {
    wp_install('Ministry of Foreign Affairs of Ostria', 'desk', 'desk@mfa.ostria.example', true, '', wp_generate_password());
    touch(dirname($folder) . '/installed');
    exit(0);
}
update_option('blogdescription', 'Press and information');
update_option('timezone_string', 'Europe/Vienna');
update_option('date_format', 'j F Y');
update_option('posts_per_page', 7);
update_option('permalink_structure', '/%category%/%postname%/');
switch_theme($look);
foreach (get_posts(['numberposts' => -1, 'post_type' => ['post', 'page'], 'post_status' => 'any']) as $post) {
    wp_delete_post($post->ID, true);
}
$GLOBALS['wp_rewrite']->init();
$categories = [];
foreach (json_decode(file_get_contents(dirname($folder) . '/posts.json'), true) as $post) {
    $slug = $post['language'];
    if (!isset($categories[$slug])) {
        $term = get_term_by('slug', $slug, 'category') ?: get_term(wp_insert_term($post['section'], 'category', ['slug' => $slug])['term_id']);
        $categories[$slug] = $term->term_id;
    }
    $id = wp_insert_post([
        'post_title' => $post['title'],
        'post_content' => $post['content'],
        'post_date' => $post['date'],
        'post_status' => 'publish',
        'post_category' => [$categories[$slug]],
    ], true);
    if (is_wp_error($id)) {
        fwrite(STDERR, $id->get_error_message());
        exit(1);
    }
}
flush_rewrite_rules();
